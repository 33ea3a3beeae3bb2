import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, restClient, simple, type Body } from './rest-client.js';

const strict = { headers: { 'content-type': 'application/jscalendar+json' } };

const server = await startServer();
const send = restClient(server);
const alerts = { a: { trigger: { offset: '-PT5M' } } };
const location = String((await send('POST', collection, { ...simple, uid: 'hostile', alerts })).headers.location);
afterAll(() => server.close());

async function state(): Promise<unknown> {
  return [(await send('GET', `${collection}?sync-token=`)).json()['sync-token'], (await send('GET', location)).text];
}

/** Refused with one of these, and nothing is another than before. */
async function refused(method: string, body: unknown, statuses = [422], options = {}): Promise<Body> {
  const before = await state();
  const answer = await send(method, method === 'POST' ? collection : location, body, options);
  expect(statuses, answer.text).toContain(answer.status);
  expect(answer.json()).toMatchObject({ error: answer.status, message: expect.any(String) as string });
  expect(await state()).toEqual(before);
  return answer.json();
}

const at = (i: number): string => new Date(Date.UTC(2026, 10, 25, 10) + i * 86_400_000).toISOString().slice(0, 19);
const many = (count: number, entry: (i: number) => [string, unknown]): Body =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => entry(i)));
const daily = { ...simple, recurrenceRules: [{ frequency: 'daily' }] };

describe('json-proto: names that would reach a prototype', () => {
  const names = ['__proto__', 'constructor', 'prototype'];
  const levels: ((name: string) => string)[] = [
    (name) => `{"${name}":{"x":1}}`,
    (name) => `{"start":"2026-11-25T10:00:00","alerts":{"${name}":{"trigger":{"offset":"PT0S"}}}}`,
    (name) => `{"start":"2026-11-25T10:00:00","a.example:x":[{"y":{"${name}":1}}]}`,
    (name) => `{"start":"2026-11-25T10:00:00","recurrenceOverrides":{"2026-11-26T10:00:00":{"${name}":1}}}`,
    (name) => `{"start":"2026-11-25T10:00:00","recurrenceOverrides":{"2026-11-26T10:00:00":{"${name}/x":1}}}`,
  ];

  it.each(names)('%s is refused at every level of an object', async (name) => {
    for (const level of levels) await refused('POST', level(name));
    expect(({} as Body).x).toBeUndefined();
  });

  it.each(names)('%s is refused in every part of a pointer', async (name) => {
    for (const pointer of [name, `${name}/x`, `alerts/${name}`, `alerts/${name}/x`, `alerts/a/trigger/${name}/x`])
      await refused('PATCH', `{"${pointer}":{"x":1}}`);
    await refused('PATCH', '{"alerts/constructor~1x/prototype":1}', [422], strict);
    expect(({} as Body).x).toBeUndefined();
  });

  it('means nothing in a query', async () => {
    expect((await send('GET', `${collection}?a[__proto__][x]=1`)).status).toBe(200);
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect((await send('GET', `${collection}?filters[${name}]=1`)).status).toBe(400);
    expect((await send('GET', `${collection}?props[]=__proto__&props[]=constructor`)).status).toBe(200);
    expect(({} as Body).x).toBeUndefined();
  });
});

describe('json-mass-assign: what clients may not set', () => {
  it.each([
    [{ uid: 'other' }, 'uid'],
    [{ '@type': 'Task' }, '@type'],
    [{ created: '2001-01-01T00:00:00Z' }, 'created'],
    [{ updated: '2001-01-01T00:00:00Z' }, 'updated'],
    [{ prodId: 'mine' }, 'prodId'],
    [{ sequence: -1 }, 'sequence'],
  ] as const)('%j', async (patch, path) => {
    expect((await refused('PATCH', patch, [422], strict)).path).toBe(path);
  });

  it('stamps of the server are ignored where reading is lenient, and a sequence does not go back', async () => {
    const patch = { created: '2001-01-01T00:00:00Z', prodId: 'mine', 'x.example:y': 1 };
    expect((await send('PATCH', location, patch)).status).toBe(204);
    expect((await send('GET', location)).json().created).not.toBe('2001-01-01T00:00:00Z');
    for (const [sequence, shown] of [
      [7, 7],
      [3, 7],
    ]) {
      expect((await send('PATCH', location, { sequence, start: `2026-11-25T1${sequence}:00:00` })).status).toBe(204);
      expect((await send('GET', location)).json().sequence).toBeGreaterThanOrEqual(shown!);
    }
  });

  it('members named like our own columns are unknown members, and nothing else', async () => {
    const given = { id: 'x', owner: 'bob@example.org', etag: '"x"', seq: 1, key: 'x', calendarKey: 'x', kind: 'task' };
    const made = await send('POST', collection, { ...simple, ...given });
    expect(made.status).toBe(201);
    const shown = await send('GET', String(made.headers.location));
    expect(shown.json()).toMatchObject({ ...given, '@type': 'Event' });
    expect([shown.headers.etag, String(made.headers.location).endsWith('/x')]).not.toEqual(['"x"', true]);
  });
});

describe('json-depth, json-numbers: bodies that are hardly JSON', () => {
  it.each([
    ['100,000 nested arrays', `{"start":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['objects without an end', '{"a":'.repeat(200_000)],
    ['a list of 500,000 zeros', `{"x":[${'0,'.repeat(500_000)}0]}`],
    ['a number too large for a double', '{"priority":1e400}'],
    ['an integer that a double cannot hold', '{"priority":9007199254740993}'],
    ['NaN', '{"priority":NaN}'],
    ['a name that is given twice', '{"title":"a","title":"b"}'],
    ['a trailing comma', '{"title":"a",}'],
    ['an unpaired surrogate', '{"title":"\\ud800"}'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('%s', async (_name, body) => {
    for (const method of ['POST', 'PATCH']) await refused(method, body, [413, 422]);
  });

  it('have one meaning where they are read', async () => {
    const meant = [
      [`\ufeff${JSON.stringify({ ...simple, title: 'BOM' })}`, { title: 'BOM' }],
      [JSON.stringify({ ...simple, priority: '5' }), { priority: 5 }],
      [JSON.stringify({ ...simple, 'x.example:n': -0 }), { 'x.example:n': 0 }],
    ] as const;
    for (const [body, shown] of meant) {
      const made = await send('POST', collection, body);
      expect(made.status, made.text).toBe(201);
      expect((await send('GET', String(made.headers.location))).json()).toMatchObject(shown);
    }
    await refused('POST', { ...simple, '@type': 'Event', priority: '5' }, [422], strict);
  });
});

describe('jmap-style-blowup: more of everything than anybody needs', () => {
  const withMany: [string, Body][] = [
    ['50,000 overrides', { ...daily, recurrenceOverrides: many(50_000, (i) => [at(i), {}]) }],
    ['9,000 changed occurrences', { ...daily, recurrenceOverrides: many(9_000, (i) => [at(i), { title: 'x' }]) }],
    ['9,000 exclusions', { ...daily, recurrenceOverrides: many(9_000, (i) => [at(i), { excluded: true }]) }],
    ['9,000 further dates', { ...simple, recurrenceOverrides: many(9_000, (i) => [at(i), {}]) }],
    ['4,900 participants', { ...simple, participants: many(4_900, (i) => [`p${i}`, { email: `p${i}@example.net` }]) }],
    ['4,900 alerts', { ...simple, alerts: many(4_900, (i) => [`a${i}`, { trigger: { offset: 'PT0S' } }]) }],
    ['20,000 localizations', { ...simple, localizations: many(20_000, (i) => [`x-${i}`, { title: 'x' }]) }],
    [
      'changed occurrences of a large meeting',
      {
        ...daily,
        participants: many(900, (i) => [`p${i}`, { email: `p${i}@example.net` }]),
        recurrenceOverrides: many(1_000, (i) => [at(i), { title: 'x' }]),
      },
    ],
    ['a title of 800,000 characters', { ...simple, title: 'x'.repeat(800_000) }],
  ];

  it.each(withMany)('%s', async (_name, body) => {
    await refused('POST', body, [413, 422]);
  });

  it('a patch of 9,000 pointers', async () => {
    await refused('PATCH', { ...many(9_000, (i) => [`alerts/a${i}`, { trigger: { offset: 'PT0S' } }]) }, [422]);
    await refused('PATCH', { ...many(9_000, (i) => [`x-${i}-y`, 1]), alerts: null, 'alerts/a': null }, [422]);
  });

  it('as many changes as are allowed are taken, given back, patched and put back', async () => {
    const overrides = many(500, (i) => [at(i), { title: `Title ${i}` }]);
    const made = await send('POST', collection, { ...daily, recurrenceOverrides: overrides });
    expect(made.status, made.text).toBe(201);
    const series = String(made.headers.location);
    const shown = await send('GET', series);
    expect(shown.json().recurrenceOverrides).toEqual(overrides);
    expect((await send('PATCH', series, { [`recurrenceOverrides/${at(7)}`]: { title: 'New' } })).status).toBe(204);
    const { etag } = (await send('GET', series)).headers;
    const again = await send('GET', series);
    expect(again.json().recurrenceOverrides).toEqual({ ...overrides, [at(7)]: { title: 'New' } });
    expect((await send('PUT', series, again.text)).status).toBe(204);
    expect((await send('GET', series)).headers.etag).toBe(etag);
  });

  it('places and relations that name each other in a circle are read once', async () => {
    const circle = { a: { name: 'A', relatedTo: { b: true } }, b: { name: 'B', relatedTo: { a: true } } };
    const relatedTo = { hostile: { relation: { parent: true } }, 'circle-2': { relation: { child: true } } };
    const made = await send('POST', collection, { ...simple, uid: 'circle-2', locations: circle, relatedTo });
    expect(made.status).toBe(201);
    expect((await send('GET', String(made.headers.location))).json()).toMatchObject({ locations: circle, relatedTo });
  });
});

describe('recurrence without end or matches', () => {
  it.each([
    ['secondly', { frequency: 'secondly' }],
    ['a count of a billion', { frequency: 'daily', count: 1_000_000_000 }],
    ['30 February', { frequency: 'yearly', byMonth: ['2'], byMonthDay: [30] }],
    [
      'a position that no set has',
      { frequency: 'monthly', byDay: [{ day: 'th', nthOfPeriod: 1 }], bySetPosition: [2] },
    ],
    ['an interval without end', { frequency: 'daily', interval: 999_999_999_999 }],
  ])('%s is stored, and expands to an end', async (_name, rule) => {
    const made = await send('POST', collection, { ...simple, recurrenceRules: [rule] });
    if (made.status === 422) return;
    expect(made.status, made.text).toBe(201);
    const uid = String((await send('GET', String(made.headers.location))).json().uid);
    const window = 'filters[start]=2026-01-01&filters[end]=2027-12-31&filters[expand]=true';
    const expanded = await send('GET', `${collection}?${window}&filters[uid]=${encodeURIComponent(uid)}`);
    expect([200, 413]).toContain(expanded.status);
  });
});

describe('addresses and queries', () => {
  it.each([
    ['an escaped way up', `${collection}%2e%2e%2f%2e%2e`, [404]],
    ['a way up', `${collection}..%2f..%2fetc`, [404]],
    ['NUL', `${collection}%00`, [400]],
    ['no UTF-8', `${collection}%ff`, [400]],
    ['something below an object', `${collection}a/b/c`, [400]],
    ['a number of 2,000 digits', `${collection}${'9'.repeat(2000)}`, [404, 414]],
    ['less than nothing', `${collection}?nresults=-1&sync-token=`, [400]],
    ['a number in words of science', `${collection}?nresults=1e9&sync-token=`, [400]],
    ['a token that is none', `${collection}?sync-token=x`, [400]],
    ['a search in what changed', `${collection}?sync-token=&filters[search]=x`, [400]],
    ['no date', `${collection}?filters[start]=2026-13-45`, [400]],
    ['an end before the start', `${collection}?filters[start]=2026-02-01&filters[end]=2026-01-01`, [400]],
    ['one filter 500 times', `${collection}?${'filters[uid]=x&'.repeat(500)}`, [200, 400]],
  ])('%s', async (_name, url, statuses) => {
    expect(statuses).toContain((await send('GET', url)).status);
  });
});
