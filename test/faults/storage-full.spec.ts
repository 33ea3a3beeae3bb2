import { afterAll, describe, expect, it } from 'vitest';
import { addPeople, startServer, testDatabase } from '../harness/index.js';
import { startProcess } from './process.js';

const isEmbedded = process.env.TEST_DATABASE_URL === undefined;
const calendar = 'alice%40example.org';
const ics = (uid: string): string =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:${uid}`],
    ...['DTSTAMP:20260101T000000Z', 'DTSTART:20260102T100000Z', `DESCRIPTION:${'x'.repeat(50_000)}`],
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');

async function untilRefused(ask: (i: number) => Promise<Response>): Promise<Response> {
  for (let i = 0; i < 200; i += 1) {
    const answer = await ask(i);
    if (!answer.ok) return answer;
  }
  throw new Error('Nothing was refused.');
}

describe.runIf(isEmbedded)('disk-full: SQLite without room', async () => {
  if (!isEmbedded) return;
  const database = await testDatabase();
  const { gateway } = await startServer({ database });
  const authorization = `Bearer ${(await addPeople(gateway.dependencies)).tokens.alice}`;
  await gateway.close();
  afterAll(() => database.drop());

  const path = (name: string): string => `/dav/calendars/${calendar}/calendar/${name}.ics`;
  const put = (url: string, name: string): Promise<Response> =>
    fetch(url + path(name), {
      method: 'PUT',
      headers: { authorization, 'content-type': 'text/calendar' },
      body: ics(name),
    });

  const insert = (url: string): Promise<Response> =>
    fetch(`${url}/calendar/v3/calendars/${calendar}/events`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        description: 'x'.repeat(8_000),
        start: { date: '2026-01-02' },
        end: { date: '2026-01-03' },
      }),
    });

  it(
    'takes no changes in any protocol, goes on to read, and lost nothing when there is room again',
    { timeout: 60_000 },
    async () => {
      // No file may become larger than 3 MB: writing into the log fails as it does on a full disk.
      const short = await startProcess(database, 'ulimit -f 6000; exec "$0" "$@"');
      const stored: string[] = [];
      const refused = await untilRefused(async (i) => {
        const answer = await put(short.url, `full-${i}`);
        if (answer.ok) stored.push(`full-${i}`);
        return answer;
      });
      expect([refused.status, await refused.text()]).toEqual([507, expect.stringContaining('sufficient-disk-space')]);
      // A smaller change may still find room.
      const json = await untilRefused(() => insert(short.url));
      expect([json.status, json.headers.get('retry-after')]).toEqual([503, '30']);
      for (const name of stored)
        expect((await fetch(short.url + path(name), { headers: { authorization } })).status).toBe(200);
      await short.kill();

      const roomy = await startProcess(database);
      for (const name of stored)
        expect((await fetch(roomy.url + path(name), { headers: { authorization } })).status).toBe(200);
      expect((await put(roomy.url, 'room-again')).status).toBe(201);
      await roomy.kill();
    },
  );
});
