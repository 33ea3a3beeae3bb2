import { afterAll, expect, it } from 'vitest';
import { startServer, type Person } from '../harness/index.js';
import { clientOf, events, hour, insert } from './client.js';

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

const path = '/calendars/alice%40example.org/events';
const people: Person[] = ['alice', 'bob'];
const share = (role: string) =>
  call('POST', '/calendars/primary/acl', { body: { role, scope: { type: 'user', value: 'bob@example.org' } } });

/** The list, which may have been kept, and the same by a question that nobody has asked yet. */
async function twice(as: Person, maxResults: number): Promise<object[]> {
  const answers = [await call('GET', path, { as }), await call('GET', path, { as, query: { maxResults } })];
  return answers.map(({ status, body: { etag: _etag, nextSyncToken: _token, ...rest } }) => ({
    answer: status,
    ...rest,
  }));
}

it('keeps no list that anything has changed since', async () => {
  const { id } = await insert(call, { summary: 'One', ...hour(3) });
  await share('reader');
  const changes: Record<string, () => Promise<{ status: number }>> = {
    'a new event': () => call('POST', events, { body: { summary: 'Two', ...hour(4) } }),
    'an event turned private': () => call('PATCH', `${events}/${id}`, { body: { visibility: 'private' } }),
    'a title': () => call('PATCH', '/calendars/primary', { body: { summary: 'Anew' } }),
    'a zone': () => call('PATCH', '/calendars/primary', { body: { timeZone: 'Asia/Tokyo' } }),
    'a name of one’s own': () => call('PATCH', '/users/me/calendarList/primary', { body: { summaryOverride: 'Mine' } }),
    'default reminders': () =>
      call('PATCH', '/users/me/calendarList/primary', {
        body: { defaultReminders: [{ method: 'popup', minutes: 9 }] },
      }),
    'more rights': () => share('writer'),
    'fewer rights': () => share('freeBusyReader'),
    'a deletion': () => call('DELETE', `${events}/${id}`),
    'no rights': () => share('none'),
  };
  for (const [i, [name, change]] of Object.entries(changes).entries()) {
    for (const as of people) await twice(as, 100 + i);
    expect((await change()).status, name).toBeLessThan(300);
    for (const as of people) {
      const [kept, fresh] = await twice(as, 200 + i);
      expect(kept, `${as}: ${name}`).toEqual(fresh);
    }
  }
});

it('gives a kept list in each form that is asked for', async () => {
  const query = { q: 'Two' };
  const { text, body } = await call('GET', events, { query });
  const again = await call('GET', events, { query });
  const compact = await call('GET', events, { query: { ...query, prettyPrint: false } });
  const part = await call('GET', events, { query: { ...query, fields: 'items/summary' } });
  expect(again.text).toBe(text);
  expect([compact.body, compact.text]).toEqual([body, JSON.stringify(body)]);
  expect(part.body).toEqual({ items: [{ summary: 'Two' }] });
});
