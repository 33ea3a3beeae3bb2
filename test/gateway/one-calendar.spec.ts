import { afterAll, describe, expect, it } from 'vitest';
import { addPeople, fakeClock, startServer, testDatabase, type Request, type TestServer } from '../harness/index.js';

// Two servers on one database whose clocks disagree by ten minutes.
const minutes = 60_000;
const noon = Date.parse('2026-03-29T00:30:00Z');
const clocks = [fakeClock(noon + 5 * minutes), fakeClock(noon - 5 * minutes)];
const database = await testDatabase();
const shared = { url: database.url, drop: () => Promise.resolve() };
const servers: TestServer[] = [];
for (const clock of clocks) servers.push(await startServer({ database: shared, clock }));
const authorization = `Bearer ${(await addPeople(servers[0]!.gateway.dependencies)).tokens.alice}`;
afterAll(async () => {
  for (const server of servers) await server.close();
  await database.drop();
});

interface Reply {
  status: number;
  retryAfter: unknown;
  text: string;
}

async function send(server: TestServer, request: Request): Promise<Reply> {
  const headers = { authorization, 'gdata-version': '2', ...request.headers };
  const { statusCode, headers: given, body } = await server.inject({ ...request, headers });
  return { status: statusCode, retryAfter: given['retry-after'], text: body };
}

const v3 = '/calendar/v3/calendars/alice%40example.org/events';
const v2 = '/calendar/feeds/default/private/full';
const dav = (uid: string): string => `/dav/calendars/alice%40example.org/calendar/${uid}.ics`;
const rest = (uid: string): string => `/rest/alice@example.org/calendar/${uid}`;

const ical = (uid: string, title: string): string =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:${uid}`, `SUMMARY:${title}`],
    ...['DTSTAMP:20260101T000000Z', 'DTSTART:20260402T100000Z', 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
const atom = (title: string): string =>
  `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:gd="http://schemas.google.com/g/2005"><title>${title}</title><gd:when startTime="2026-04-02T10:00:00Z" endTime="2026-04-02T11:00:00Z"/></entry>`;
const event = (summary: string): object => ({
  summary,
  start: { dateTime: '2026-04-02T10:00:00Z' },
  end: { dateTime: '2026-04-02T11:00:00Z' },
});

/** One new event by each protocol in turn. */
function creation(i: number): Request {
  const [uid, title] = [`hot-${i}`, `Hot ${i}`];
  const requests: Request[] = [
    { method: 'POST', url: v3, payload: event(title) },
    { method: 'PUT', url: dav(uid), headers: { 'content-type': 'text/calendar' }, payload: ical(uid, title) },
    {
      method: 'PUT',
      url: rest(uid),
      headers: { 'content-type': 'application/jscalendar+json' },
      payload: { '@type': 'Event', uid, title, start: '2026-04-02T10:00:00', updated: '2026-01-01T00:00:00Z' },
    },
    { method: 'POST', url: v2, headers: { 'content-type': 'application/atom+xml' }, payload: atom(title) },
  ];
  return requests[i % requests.length]!;
}

async function changesSince(server: TestServer, token?: string): Promise<{ titles: string[]; token: string }> {
  const titles: string[] = [];
  let query = token === undefined ? '' : `syncToken=${encodeURIComponent(token)}`;
  for (;;) {
    const page = JSON.parse((await send(server, { url: `${v3}?maxResults=100&${query}` })).text) as {
      items: { summary: string }[];
      nextPageToken?: string;
      nextSyncToken?: string;
    };
    titles.push(...page.items.map(({ summary }) => summary));
    if (page.nextSyncToken) return { titles, token: page.nextSyncToken };
    query = `${token === undefined ? '' : `syncToken=${encodeURIComponent(token)}&`}pageToken=${page.nextPageToken!}`;
  }
}

const changeNumber = async (): Promise<number> => {
  const { store } = servers[0]!.gateway.dependencies;
  const calendar = (await store.reader.calendarById('alice@example.org'))!;
  return (await store.reader.syncStates([calendar.key])).get(calendar.key)!.seq;
};

describe('hot-calendar: two hundred programs write one calendar at once', () => {
  it('takes each change or says when to try again, and counts without a gap', async () => {
    const [before, { token }] = [await changeNumber(), await changesSince(servers[0]!)];
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    const replies = await Promise.all(numbers.map((i) => send(servers[0]!, creation(i))));
    for (const { status, retryAfter } of replies)
      expect([200, 201, 204].includes(status) || retryAfter !== undefined, String(status)).toBe(true);
    const taken = numbers.filter((i) => replies[i]!.status < 300).map((i) => `Hot ${i}`);
    expect(taken.length).toBeGreaterThan(0);
    expect((await changesSince(servers[1]!, token)).titles.sort()).toEqual(taken.sort());
    expect((await changeNumber()) - before).toBe(taken.length);
  });
});

describe('clock-skew: clocks that disagree, and one that is put back', () => {
  it('misses no change, and lets no event get older', async () => {
    const made = await send(servers[0]!, { method: 'POST', url: v3, payload: event('0') });
    const { id } = JSON.parse(made.text) as { id: string };
    let { token } = await changesSince(servers[1]!);
    let last = { updated: '', etag: '' };
    for (let i = 1; i <= 12; i += 1) {
      // In the middle of it the first clock goes back by an hour, and Europe puts its clocks forward.
      clocks[0]!.advance(i === 6 ? -60 * minutes : minutes);
      clocks[1]!.advance(10 * minutes);
      const url = `${v3}/${id}`;
      const reply = await send(servers[i % 2]!, { method: 'PATCH', url, payload: { summary: String(i) } });
      const { updated, etag } = JSON.parse(reply.text) as typeof last;
      expect(updated >= last.updated).toBe(true);
      expect(etag).not.toBe(last.etag);
      last = { updated, etag };
      const seen = await changesSince(servers[(i + 1) % 2]!, token);
      expect(seen.titles).toEqual([String(i)]);
      token = seen.token;
    }
  });
});
