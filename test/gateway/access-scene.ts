import { createToken } from '@dayferry/auth';
import { createPrincipal, type OpenCalendar, type Principal } from '@dayferry/core';
import type { LightMyRequestResponse as Response } from 'fastify';
import { people, startServer, type TestServer } from '../harness/index.js';
import type { Verb, Who } from './access-matrix.table.js';

interface Names {
  /** Default: the calendar that the matrix is about. */
  cal?: string;
  id?: string;
}

/** Alice's calendar, somebody for each role on it, and requests of every protocol about it. */
export class AccessScene {
  /** CalDAV and JSCalendar name an event of v3's by its UID. */
  private readonly resourceNames = new Map<string, string>();
  private readonly users = new Map<Who, Principal>();
  private counter = 0;

  private constructor(
    readonly server: TestServer,
    readonly open: OpenCalendar,
    private readonly alice: Principal,
  ) {}

  static async start(): Promise<AccessScene> {
    const server = await startServer();
    const alice = (await server.core.directory.byEmail(people.alice.email))!;
    const viewer = await server.core.directory.viewer(alice, ['calendar']);
    return new AccessScene(server, await server.core.calendars.create(viewer, { title: 'Team' }), alice);
  }

  /** Of somebody with that role; the calendar's maker is `alice`. */
  async tokenOf(who: Who | 'alice', scopes?: readonly string[]): Promise<string> {
    if (who === 'nobody') return '';
    const user = who === 'alice' ? this.alice : (this.users.get(who) ?? (await this.added(who)));
    const wanted = { name: who, ...(scopes ? { scopes } : {}) };
    return (await createToken(this.server.gateway.dependencies, user, wanted)).secret;
  }

  private async added(who: Who): Promise<Principal> {
    const { dependencies } = this.server.gateway;
    const email = `${who.toLowerCase()}@${who === 'stranger' ? 'elsewhere.example' : 'example.org'}`;
    const user = await dependencies.store.write((tx) =>
      createPrincipal(dependencies, tx, { email, isAdmin: who === 'admin' }),
    );
    this.users.set(who, user);
    return user;
  }

  /** Again before each verb: some of them change the rules. */
  async grant(): Promise<void> {
    for (const role of ['freeBusy', 'reader', 'writer', 'owner'] as const)
      await this.server.core.calendars.setAcl(this.open, {
        scopeType: 'user',
        scopeValue: `${role.toLowerCase()}@example.org`,
        role,
      });
  }

  /** A new event; its id in v3. */
  async event(more: object = {}): Promise<string> {
    const id = `event${(this.counter += 1)}abc`;
    const time = { start: { dateTime: '2026-03-02T10:00:00Z' }, end: { dateTime: '2026-03-02T11:00:00Z' } };
    const body = JSON.stringify({ id, summary: 'Quarterly plan', ...time, ...more });
    const verb = { method: 'POST', url: '/calendar/v3/calendars/{cal}/events', type: 'application/json', body };
    const answer = await this.ask(verb, this.server.tokens.alice);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    const found = await this.server.core.events.find(this.open, { id });
    this.resourceNames.set(id, encodeURIComponent(found.head.resourceName));
    return id;
  }

  ask(verb: Verb, token: string, { cal = this.open.calendar.id, id = 'none' }: Names = {}): Promise<Response> {
    const name = `new${(this.counter += 1)}abc`;
    const put = (text: string) => text.replaceAll('{cal}', encodeURIComponent(cal)).replaceAll('{new}', name);
    const isByName = verb.url.startsWith('/caldav') || verb.url.startsWith('/rest');
    const resource = isByName ? (this.resourceNames.get(id) ?? id) : id;
    return this.server.inject({
      method: verb.method,
      url: put(verb.url).replace(/\{id\}(\.ics)?/, resource === id ? `${id}$1` : resource),
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(verb.type ? { 'content-type': verb.type } : {}),
        ...verb.headers,
      },
      payload: verb.body === undefined ? undefined : put(verb.body),
    });
  }
}

/** What is read of an event, in every protocol. */
export const reading = [
  'v3 events.get',
  'v3 events.list',
  'v2 entry GET',
  'v2 feed GET',
  'caldav GET',
  'jscalendar GET',
];

/** Rows of equal columns, as the tables of this folder have them. */
export function tableOf(
  columns: readonly string[],
  rows: (readonly [name: string, ...cells: string[]])[],
  width: number,
) {
  const line = ([name, ...cells]: readonly [string, ...string[]]) =>
    `${name.padEnd(20)} ${cells.map((cell) => cell.padEnd(width)).join('')}`.trimEnd();
  return ['', line(['', ...columns]), ...rows.map(line), ''].join('\n');
}
