import type { LightMyRequestResponse as Response } from 'fastify';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll } from 'vitest';
import type { NewCalendar, Role } from '@dayferry/core';
import {
  openAs,
  people,
  startServer,
  viewerOf,
  type Person,
  type ServerOptions,
  type TestServer,
} from '../harness/index.js';

export interface Options {
  /** null sends no credentials. */
  as?: Person | null;
  /** GData-Version; null sends none. */
  version?: string | null;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface GdataClient {
  (method: string, path: string, options?: Options): Promise<Response>;
}

/** Sends requests below /calendar/feeds as an old client would. */
export function gdataClient(server: TestServer): GdataClient {
  return (method, path, { as = 'alice', version = '2', headers = {}, body } = {}) =>
    server.inject({
      method,
      url: `/calendar/feeds/${path}`,
      headers: {
        ...(as === null ? {} : { authorization: `Bearer ${server.tokens[as]}` }),
        ...(version === null ? {} : { 'gdata-version': version }),
        ...(body === undefined ? {} : { 'content-type': 'application/atom+xml' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body }),
    });
}

export interface Gdata {
  send: GdataClient;
  readonly server: TestServer;
}

/** A server for the tests of a file, and a client of it: there from the first `beforeAll` after this on. */
export function gdataServer(options?: ServerOptions): Gdata {
  let server: TestServer;
  beforeAll(async () => void (server = await startServer(options)));
  afterAll(() => server.close());
  return {
    send: (...request) => gdataClient(server)(...request),
    get server() {
      return server;
    },
  };
}

/** A secondary calendar; its id. */
export async function addCalendar({ core }: TestServer, person: Person, calendar: NewCalendar): Promise<string> {
  const viewer = await viewerOf(core, people[person].email);
  return (await core.calendars.create(viewer, calendar)).calendar.id;
}

/** Lets somebody else into a person's primary calendar. */
export async function share({ core }: TestServer, owner: Person, guest: Person, role: Role): Promise<void> {
  const open = await openAs(core, people[owner].email);
  await core.calendars.setAcl(open, { scopeType: 'user', scopeValue: people[guest].email, role });
}

/** Paths of all elements and attributes of a document, by prefixes as the recorded answers have them; sorted, once each. */
export function namesIn(xml: string): string[] {
  const names = new Set<string>();
  const path: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    path.push(`{${tag.uri}}${tag.local}`);
    names.add(path.join('/'));
    for (const { uri, local, prefix, name } of Object.values(tag.attributes)) {
      if (prefix !== 'xmlns' && name !== 'xmlns') names.add(`${path.join('/')}@{${uri}}${local}`);
    }
  });
  parser.on('closetag', () => void path.pop());
  parser.write(xml).close();
  return [...names].sort();
}

/** The first match's first group. */
export function find(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`${pattern} is not in ${text.slice(0, 500)}`);
  return value.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
}

export function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

export const tennis = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'>
  <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/g/2005#event'></category>
  <title type='text'>Tennis with Beth</title>
  <content type='text'>Meet for a quick lesson.</content>
  <gd:transparency value='http://schemas.google.com/g/2005#event.opaque'></gd:transparency>
  <gd:eventStatus value='http://schemas.google.com/g/2005#event.confirmed'></gd:eventStatus>
  <gd:where valueString='Rolling Lawn Courts'></gd:where>
  <gd:when startTime='2006-04-17T15:00:00.000Z' endTime='2006-04-17T17:00:00.000Z'></gd:when>
</entry>`;

export const lessons = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'>
  <title type='text'>Tuesday Tennis Lessons with Jane</title>
  <content type='text'>Meet on Tuesdays for a quick lesson.</content>
  <gd:where valueString='Rolling Lawn Courts'></gd:where>
  <gd:recurrence>DTSTART;VALUE=DATE:20100505
DTEND;VALUE=DATE:20100506
RRULE:FREQ=WEEKLY;BYDAY=Tu;UNTIL=20100904
</gd:recurrence>
</entry>`;
