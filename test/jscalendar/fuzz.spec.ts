import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, restClient, weekly, type Body } from './rest-client.js';

const types = [
  'application/json',
  'application/json;profile=egroupware',
  'application/jscalendar+json',
  'application/json;version=2.0',
  'application/jscalendar+json;version=2.0',
];

const server = await startServer();
const send = restClient(server);
const alerts = { a: { trigger: { offset: '-PT5M' } } };
const participants = { b: { email: 'b@elsewhere.example' } };
const location = String((await send('POST', collection, { ...weekly, alerts, participants })).headers.location);
afterAll(() => server.close());

async function state(): Promise<unknown> {
  return (await send('GET', `${collection}?sync-token=`)).text;
}

/** Names of both versions, of inner objects too, and some that are none. */
const names = fc.constantFrom(
  ...['@type', 'uid', 'version', 'title', 'start', 'timeZone', 'duration', 'due', 'showWithoutTime', 'sequence'],
  ...['recurrenceRules', 'recurrenceRule', 'excludedRecurrenceRules', 'recurrenceOverrides', 'recurrenceId'],
  ...['recurrenceIdTimeZone', 'participants', 'alerts', 'links', 'timeZones', 'locations', 'mainLocationId'],
  ...['virtualLocations', 'relatedTo', 'localizations', 'keywords', 'categories', 'replyTo', 'endTimeZone'],
  ...['organizerCalendarAddress', 'privacy', 'status', 'progress', 'percentComplete', 'color', 'priority'],
  ...['__proto__', 'x', 'gateway.example:extendedProperties'],
);
const inner = fc.constantFrom(
  ...['@type', 'trigger', 'offset', 'when', 'roles', 'email', 'calendarAddress', 'sendTo', 'href', 'name', 'uri'],
  ...['frequency', 'byDay', 'until', 'count', 'relation', 'excluded', 'title', 'a', '2026-12-02T10:00:00', '/own', ''],
);
const scalar = fc.oneof(
  fc.constantFrom(
    'Event',
    'Task',
    'Group',
    '2026-11-25T10:00:00',
    'PT1H',
    'Europe/Berlin',
    '/own',
    'daily',
    '2.0',
    true,
  ),
  fc.jsonValue({ maxDepth: 1 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(inner, tie('value'), { maxKeys: 4 }),
}));
const members = fc.dictionary(names, value, { maxKeys: 6 });
const pointers = fc.dictionary(
  fc.array(fc.oneof(names, inner), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
  value,
  { maxKeys: 4 },
);

/** Answered as it should be; a refusal changes nothing at all. */
async function isAnswered(method: 'POST' | 'PUT' | 'PATCH', body: unknown, type: string): Promise<void> {
  const before = await state();
  const url = method === 'POST' ? collection : location;
  const answer = await send(method, url, JSON.stringify(body), { headers: { 'content-type': type } });
  expect([200, 201, 204, 409, 413, 415, 422], answer.text).toContain(answer.status);
  if (answer.status < 300) return;
  expect(answer.json()).toMatchObject({ error: answer.status, message: expect.any(String) as string });
  expect(await state()).toBe(before);
}

describe.each(types)('any JSON as %s', (type) => {
  const base: Body = type.includes('2.0') ? { ...weekly, version: '2.0' } : weekly;
  const start = { ...base, uid: 'fuzz', updated: '2026-01-01T00:00:00Z' };

  it('is stored or refused by a typed error when it is posted or put', async () => {
    await fc.assert(
      fc.asyncProperty(members, fc.constantFrom('POST', 'PUT'), (patch, method) =>
        isAnswered(method as 'POST', { ...start, ...patch }, type),
      ),
      { numRuns: 60, seed: 8984 },
    );
  });

  it('is applied or refused whole when it is a patch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(members, pointers), (patch) => isAnswered('PATCH', patch, type)),
      { numRuns: 60, seed: 8984 },
    );
  });
});
