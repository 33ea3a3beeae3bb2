import type { OpenCalendar } from '@dayferry/core';
import type { Response } from 'light-my-request';
import { afterAll, expect } from 'vitest';
import { people, startServer, viewerOf, type Person, type ServerOptions, type TestServer } from '../harness/index.js';

export interface DavRequest {
  method: string;
  path: string;
  /** Default: alice. Null: nobody signs in. */
  as?: Person | null;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

export type Dav = (request: DavRequest) => Promise<Response>;

/** Requests as a CalDAV program makes them: Basic with an app password. */
export function davClient(server: TestServer): Dav {
  return ({ method, path, as = 'alice', body, headers = {} }) => {
    const authorization = as === null ? {} : { authorization: basic(server, as) };
    const type = body === undefined ? {} : { 'content-type': 'application/xml; charset=utf-8' };
    return server.inject({
      method,
      url: path,
      headers: { ...type, ...authorization, ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
  };
}

/** A server for the specs of a file, and a program that speaks to it. */
export async function davServer(options?: ServerOptions): Promise<{ server: TestServer; dav: Dav }> {
  const server = await startServer(options);
  afterAll(() => server.close());
  return { server, dav: davClient(server) };
}

/** A collection in alice's home, behind the protocol. */
export async function openCollection({ core }: TestServer, name: string): Promise<OpenCalendar> {
  const { email } = people.alice;
  return core.calendars.openInHome(await viewerOf(core, email), email, name);
}

let made = 0;

/** An empty calendar of alice's; its path. */
export async function newCalendar(dav: Dav): Promise<string> {
  const path = `/dav/calendars/${people.alice.email}/made-${(made += 1)}/`;
  expect((await dav({ method: 'MKCALENDAR', path })).statusCode).toBe(201);
  return path;
}

export function basic(server: TestServer, person: Person): string {
  return `Basic ${Buffer.from(`${person}@example.org:${server.passwords[person]}`).toString('base64')}`;
}

const namespaces =
  'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/" xmlns:A="http://apple.com/ns/ical/"';

/** `<root>` with all prefixes of ours: D, C, CS, A. */
export function xml(root: string, content: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><${root} ${namespaces}>${content}</${root}>`;
}

export function propfindBody(...names: string[]): string {
  return xml('D:propfind', `<D:prop>${names.map((name) => `<${name}/>`).join('')}</D:prop>`);
}

export function propfind(dav: Dav, path: string, depth: string | undefined, ...names: string[]): Promise<Response> {
  return dav({ method: 'PROPFIND', path, body: propfindBody(...names), headers: depth === undefined ? {} : { depth } });
}

/** What a PROPFIND of Depth 0 that names no property shows. */
export function allprop(dav: Dav, path: string): Promise<Response> {
  return dav({ method: 'PROPFIND', path, headers: { depth: '0' }, body: xml('D:propfind', '<D:allprop/>') });
}

/** The DAV:response elements of a 207, by href. */
export function responses(response: Response): Map<string, string> {
  const all = response.body.match(/<D:response>.*?<\/D:response>/gs) ?? [];
  return new Map(all.map((text) => [/<D:href>(.*?)<\/D:href>/s.exec(text)![1]!, text]));
}

/** Content of the first element with this qualified name; empty for an empty one, null when it is not there. */
export function content(text: string, name: string): string | null {
  if (new RegExp(`<${name}(?: [^>]*)?/>`).test(text)) return '';
  return new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, 's').exec(text)?.[1] ?? null;
}

/** What stands in the 404 propstat. */
export function missing(text: string): string {
  return /<D:propstat><D:prop>((?:(?!<D:propstat>).)*)<\/D:prop><D:status>HTTP\/1.1 404/s.exec(text)?.[1] ?? '';
}

export interface EventText {
  uid?: string;
  summary?: string;
  start?: string;
  end?: string;
  more?: string[];
}

export function eventText({
  uid = 'one@example.org',
  summary = 'Stand-up',
  start = 'DTSTART:20260302T090000Z',
  end = 'DTEND:20260302T091500Z',
  more = [],
}: EventText = {}): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20260101T000000Z',
    start,
    end,
    `SUMMARY:${summary}`,
    ...more,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.filter((line) => line !== '').join('\r\n')}\r\n`;
}

export function put(
  dav: Dav,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Response> {
  return dav({ method: 'PUT', path, body, headers: { 'content-type': 'text/calendar; charset=utf-8', ...headers } });
}

export function report(
  dav: Dav,
  path: string,
  body: string,
  headers: Record<string, string> = { depth: '1' },
): Promise<Response> {
  return dav({ method: 'REPORT', path, body, headers });
}
