import { afterAll, describe, expect, it } from 'vitest';
import { addPeople, startServer, testDatabase } from '../harness/index.js';
import { startProcess } from './process.js';

const home = '/dav/calendars/alice%40example.org/calendar/';
const writers = 4;
const enough = 60;

const database = await testDatabase();
const { gateway } = await startServer({ database });
const authorization = `Bearer ${(await addPeople(gateway.dependencies)).tokens.alice}`;
await gateway.close();
afterAll(async () => {
  await database.drop();
});

const eventText = (uid: string): string =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:${uid}`],
    ...['DTSTAMP:20260101T000000Z', 'DTSTART:20260102T100000Z', 'SUMMARY:Promised', 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');

/** Writes until the server is gone; the name and entity tag of everything it said it had stored. */
async function write(url: string, writer: number, acknowledged: Map<string, string>): Promise<void> {
  for (let i = 0; ; i += 1) {
    const name = `crash-${writer}-${i}.ics`;
    const headers = { authorization, 'content-type': 'text/calendar' };
    const answer = await fetch(url + home + name, { method: 'PUT', headers, body: eventText(name) }).catch(() => null);
    if (!answer) return;
    if (answer.status === 201) acknowledged.set(name, answer.headers.get('etag')!);
  }
}

async function dav(url: string, method: string, body: string): Promise<string> {
  const headers = { authorization, depth: '1', 'content-type': 'application/xml' };
  const answer = await fetch(url + home, { method, headers, body });
  expect(answer.status).toBe(207);
  return answer.text();
}

const syncReport = (token: string): string =>
  `<D:sync-collection xmlns:D="DAV:"><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`;

describe('a server that is killed in the middle of writes', () => {
  it('has every event that it acknowledged, under the tag it gave, and its sync tokens go on', async () => {
    const first = await startProcess(database);
    const token = /<(?:\w+:)?sync-token>([^<]+)</.exec(await dav(first.url, 'REPORT', syncReport('')))![1]!;
    const acknowledged = new Map<string, string>();
    const writing = Array.from({ length: writers }, (_, i) => write(first.url, i, acknowledged));
    while (acknowledged.size < enough) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.kill();
    await Promise.all(writing);

    const second = await startProcess(database);
    const changes = await dav(second.url, 'REPORT', syncReport(token));
    for (const [name, etag] of acknowledged) {
      const answer = await fetch(second.url + home + name, { headers: { authorization } });
      expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([200, etag, eventText(name)]);
      expect(changes).toContain(name);
    }
    // At most one more than acknowledged for each writer: what was stored but not told, and that whole.
    const stored = changes.match(/crash-\d+-\d+\.ics/g) ?? [];
    expect(stored.length - acknowledged.size).toBeLessThanOrEqual(writers);
    await second.kill();
  }, 60_000);
});
