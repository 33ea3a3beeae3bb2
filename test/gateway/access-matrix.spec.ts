import { createToken } from '@dayferry/auth';
import { createPrincipal, type OpenCalendar, type Principal } from '@dayferry/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people, startServer, type TestServer } from '../harness/index.js';
import { expected, roles, verbs, type Verb, type Who } from './access-matrix.table.js';

let server: TestServer;
let open: OpenCalendar;
const tokens = {} as Record<Who, string>;

beforeAll(async () => {
  server = await startServer();
  const alice = (await server.core.directory.byEmail(people.alice.email))!;
  open = await server.core.calendars.create(await server.core.directory.viewer(alice, ['calendar']), { title: 'Team' });
  for (const who of roles) tokens[who] = who === 'nobody' ? '' : await tokenOf(who);
});
afterAll(() => server.close());

async function tokenOf(who: Who): Promise<string> {
  const { dependencies } = server.gateway;
  const email = `${who.toLowerCase()}@${who === 'stranger' ? 'elsewhere.example' : 'example.org'}`;
  const user: Principal = await dependencies.store.write((tx) =>
    createPrincipal(dependencies, tx, { email, isAdmin: who === 'admin' }),
  );
  return (await createToken(dependencies, user, { name: who })).secret;
}

/** Again before each verb: some of them change the rules. */
async function grant(): Promise<void> {
  for (const role of ['freeBusy', 'reader', 'writer', 'owner'] as const)
    await server.core.calendars.setAcl(open, {
      scopeType: 'user',
      scopeValue: `${role.toLowerCase()}@example.org`,
      role,
    });
}

let counter = 0;

async function eventOf(more: object = {}): Promise<string> {
  counter += 1;
  const id = `event${counter}abc`;
  const body = {
    id,
    summary: 'Quarterly plan',
    start: { dateTime: '2026-03-02T10:00:00Z' },
    end: { dateTime: '2026-03-02T11:00:00Z' },
  };
  const answer = await ask(
    {
      method: 'POST',
      url: '/calendar/v3/calendars/{cal}/events',
      type: 'application/json',
      body: JSON.stringify({ ...body, ...more }),
    },
    server.tokens.alice,
    {},
  );
  expect(answer.statusCode).toBe(200);
  return id;
}

interface Names {
  cal?: string;
  id?: string;
}

function ask(verb: Verb, token: string, { cal = open.calendar.id, id = 'none' }: Names) {
  const name = `new${(counter += 1)}abc`;
  const put = (text: string) => text.replaceAll('{cal}', encodeURIComponent(cal)).replaceAll('{new}', name);
  const resource = verb.url.startsWith('/caldav') || verb.url.startsWith('/rest') ? (resourceNames.get(id) ?? id) : id;
  return server.inject({
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

/** CalDAV and JSCalendar name an event of v3's by its UID. */
const resourceNames = new Map<string, string>();

async function prepared(more: object = {}): Promise<string> {
  const id = await eventOf(more);
  const found = await server.core.events.find(open, { id });
  resourceNames.set(id, encodeURIComponent(found.head.resourceName));
  return id;
}

describe('the access matrix', () => {
  it('is what the table says', async () => {
    const rows: string[] = [];
    for (const [name, verb] of Object.entries(verbs)) {
      const cells: string[] = [];
      for (const who of roles) {
        await grant();
        cells.push(String((await ask(verb, tokens[who], { id: await prepared() })).statusCode));
      }
      rows.push(`${name.padEnd(20)} ${cells.map((cell) => cell.padEnd(9)).join('')}`.trimEnd());
    }
    const heading = `${''.padEnd(20)} ${roles.map((who) => who.padEnd(9)).join('')}`.trimEnd();
    expect(['', heading, ...rows, ''].join('\n')).toBe(expected);
  }, 120_000);
});

const reading = ['v3 events.get', 'v3 events.list', 'v2 entry GET', 'v2 feed GET', 'caldav GET', 'jscalendar GET'];

describe('titles', () => {
  it.each([
    ['default', ['reader', 'writer', 'owner', 'admin']],
    ['private', ['writer', 'owner', 'admin']],
    ['public', ['reader', 'writer', 'owner', 'admin']],
  ] as const)('of %s events are shown to %j alone, through every protocol', async (visibility, seeing) => {
    await grant();
    const summary = `Title of ${visibility}`;
    const id = await prepared({ summary, visibility });
    for (const name of reading)
      for (const who of roles) {
        const { body } = await ask(verbs[name]!, tokens[who], { id });
        expect([name, who, body.includes(summary)]).toEqual([name, who, (seeing as readonly Who[]).includes(who)]);
      }
  });
});

describe('idor-event: what is not there and what is hidden', () => {
  it.each(Object.keys(verbs))('look the same to a stranger: %s', async (name) => {
    const id = await prepared();
    const missing = { cal: `c_${'0'.repeat(26)}@group.localhost`, id };
    const [hidden, none] = [
      await ask(verbs[name]!, tokens.stranger, { id }),
      await ask(verbs[name]!, tokens.stranger, missing),
    ];
    const neutral = (text: string) =>
      text
        .replaceAll(/c_[0-9a-v]{26}(@|%40)[\w.]+/g, '<calendar>')
        .replaceAll(/new\d+abc/g, '<new>')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<request>');
    expect([none.statusCode, neutral(none.body)]).toEqual([hidden.statusCode, neutral(hidden.body)]);
  });
});
