import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, events, hour, insert, listAll, reasonOf, type Reply } from './client.js';

const server = await startServer();
const call = clientOf(server);
const { id, etag } = await insert(call, { ...hour(2), summary: 'As it was', id: 'asitis' });
const { token } = await listAll(call);
afterAll(() => server.close());

/** Every method that reads a body. */
const writes: [verb: string, path: string][] = [
  ['POST', events],
  ['POST', `${events}/import`],
  ['PUT', `${events}/${id}`],
  ['PATCH', `${events}/${id}`],
  ['POST', `${events}/watch`],
  ['POST', '/calendars'],
  ['PATCH', '/calendars/primary'],
  ['POST', '/calendars/primary/acl'],
  ['PATCH', '/users/me/calendarList/primary'],
  ['POST', '/users/me/calendarList'],
  ['POST', '/freeBusy'],
  ['POST', '/channels/stop'],
];

async function untouched(): Promise<void> {
  expect((await call('GET', `${events}/${id}`)).body.etag).toBe(etag);
  expect((await listAll(call, { syncToken: token })).items).toEqual([]);
  expect((await call('GET', '/users/me/calendarList')).body.items).toHaveLength(1);
}

async function refusedByAll(body: string, reasons: string[]): Promise<void> {
  for (const [verb, path] of writes)
    expect(reasons, `${verb} ${path}`).toContain(reasonOf(await call(verb, path, { body })));
  await untouched();
}

describe('json-depth: bodies that are only nested, or only long', () => {
  it.each([
    ['100,000 nested arrays', `{"start":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['objects without an end', '{"a":'.repeat(200_000)],
    ['a list of 500,000 zeros', `{"attendees":[${'0,'.repeat(499_999)}0]}`],
    [
      'a member with 21,000 members',
      JSON.stringify({ x: Object.fromEntries(Array.from({ length: 21_000 }, (_, i) => [i, 0])) }),
    ],
  ])('%s', (_name, body) => refusedByAll(body, ['400 parseError', '413 uploadTooLarge']));
});

describe('json-numbers: what a double cannot hold, and what is hardly JSON', () => {
  it.each([
    ['a number too large', '{"sequence":1e400}'],
    ['an integer that is rounded', '{"sequence":9007199254740993}'],
    ['NaN', '{"sequence":NaN}'],
    ['a name given twice', '{"summary":"a","summary":"b"}'],
    ['a trailing comma', '{"summary":"a",}'],
    ['an unpaired surrogate', '{"summary":"\\ud800"}'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['octets that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('latin1')],
  ])('%s', (name, body) => (name.startsWith('octets') ? notUtf8() : refusedByAll(body, ['400 parseError'])));

  async function notUtf8(): Promise<void> {
    const payload = Buffer.concat([Buffer.from('{"summary":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const headers = { authorization: `Bearer ${server.tokens.alice}`, 'content-type': 'application/json' };
    for (const [verb, path] of writes) {
      const answer = await server.inject({ method: verb, url: `/calendar/v3${path}`, headers, payload });
      expect([answer.statusCode, answer.json().error.errors[0].reason], path).toEqual([400, 'parseError']);
    }
    await untouched();
  }

  it('a byte order mark, digits in a text and minus zero have one meaning', async () => {
    const said = async (body: string): Promise<unknown> => (await call('POST', events, { body })).body;
    const rest = JSON.stringify(hour(3)).slice(1);
    expect(await said(`\ufeff{"sequence":"7",${rest}`)).toMatchObject({ sequence: 7 });
    expect(await said(`{"sequence":-0,${rest}`)).toMatchObject({ sequence: 0 });
    expect(await said(`{"summary":12,${rest}`)).toMatchObject({ summary: '12' });
    for (const sequence of ['1.5', '"1e3"', '"x"', '-1'])
      expect(reasonOf(await call('POST', events, { body: `{"sequence":${sequence},${rest}` }))).toBe('400 invalid');
  });
});

describe('json-proto: names that would reach a prototype', () => {
  const isClean = (): void => expect(({} as Record<string, unknown>).x).toBeUndefined();

  it.each(['__proto__', 'constructor', 'prototype'])('%s', async (name) => {
    const before = (await call('GET', `${events}/${id}`)).body.etag;
    const bodies = [
      `{"${name}":{"x":1}}`,
      `{"extendedProperties":{"private":{"${name}":"1"}}}`,
      `{"start":{"${name}":{"x":1}}}`,
      `{"attendees":[{"email":"bob@example.org","${name}":{"x":1}}]}`,
    ];
    for (const body of bodies)
      for (const [verb, path] of writes) expect(reasonOf(await call(verb, path, { body }))).toBe('400 parseError');
    expect((await call('GET', `${events}/${id}`)).body.etag).toBe(before);
    isClean();
  });

  it('mean nothing in queries and paths', async () => {
    for (const name of ['a[__proto__][x]', 'a[constructor][x]'])
      expect(reasonOf(await call('GET', events, { query: { [name]: 1 } }))).toBe('400 badRequest');
    expect((await call('GET', events, { query: { constructor: 'x', 'a[x]': 1 } })).status).toBe(200);
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect((await call('GET', `/users/me/settings/${name}`)).status).toBe(404);
      expect((await call('GET', `/calendars/primary/acl/${name}`)).status).toBe(404);
      expect((await call('GET', `/${name}`)).status).toBe(404);
      expect(reasonOf(await call('GET', '/colors', { query: { fields: name } }))).toBe('400 invalidParameter');
      expect(reasonOf(await call('PATCH', `${events}/${id}`, { body: { colorId: name } }))).toBe('400 invalid');
    }
    isClean();
  });
});

describe('v3-timezone-abuse: zones and times that do not exist', () => {
  const zones = ['Nowhere/Atlantis', 'x'.repeat(7_000), '../x', 'Etc/GMT+99', 'UTC\u0000'];

  it.each(zones)('zone %.20s', async (zone) => {
    const answers: Reply[] = [
      await call('POST', '/freeBusy', {
        body: { timeMin: '2026-02-01T00:00:00Z', timeMax: '2026-03-01T00:00:00Z', timeZone: zone, items: [] },
      }),
      await call('PATCH', '/calendars/primary', { body: { timeZone: zone } }),
      await call('POST', events, {
        body: {
          start: { dateTime: '2026-02-02T10:00:00', timeZone: zone },
          end: { dateTime: '2026-02-02T11:00:00', timeZone: zone },
        },
      }),
      await call('GET', events, { query: { timeZone: zone } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
  });

  it.each([
    '2026-02-02T10:00:00+99:99',
    '2026-02-02T23:59:60Z',
    '2026-02-02T24:00:00Z',
    '2026-02-30T10:00:00Z',
    '0000-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '2026-02-02',
    '2026-02-02T10:00:00Z'.repeat(300),
  ])('time %.30s', async (time) => {
    const end = { dateTime: '2026-02-03T10:00:00Z' };
    expect((await call('POST', events, { body: { start: { dateTime: time }, end } })).status).toBe(400);
    expect((await call('GET', events, { query: { timeMin: time } })).status).toBe(400);
    expect((await call('POST', '/freeBusy', { body: { timeMin: time, timeMax: '2026-03-01T00:00:00Z' } })).status).toBe(
      400,
    );
  });
});
