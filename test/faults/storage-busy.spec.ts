import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';

const isEmbedded = process.env.TEST_DATABASE_URL === undefined;
const events = '/calendar/v3/calendars/primary/events';
const payload = { start: { date: '2026-01-02' }, end: { date: '2026-01-03' } };

describe.runIf(isEmbedded)('sqlite-busy: another process that writes into the file', async () => {
  if (!isEmbedded) return;
  const server = await startServer();
  const other = new Database(server.gateway.config.databaseUrl.replace('sqlite:', ''));
  afterAll(async () => {
    other.close();
    await server.close();
  });
  const headers = { authorization: `Bearer ${server.tokens.alice}` };
  const insert = () => server.inject({ method: 'POST', url: events, headers, payload });

  it('is waited for while reads go on, and then it is 503', { timeout: 15_000 }, async () => {
    other.exec('BEGIN IMMEDIATE');
    let isWaiting = true;
    const writes = Promise.all([insert(), insert(), insert()]).finally(() => (isWaiting = false));
    let reads = 0;
    while (isWaiting) {
      expect((await server.inject({ url: events, headers })).statusCode).toBe(200);
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const seen = (await writes).map((answer) => [answer.statusCode, answer.headers['retry-after']]);
    expect(seen).toEqual([1, 2, 3].map(() => [503, '1']));
    // Each would have held up the whole process for as long as it waited.
    expect(reads).toBeGreaterThan(20);
    other.exec('ROLLBACK');
    expect((await insert()).statusCode).toBe(200);
  });

  it('is not noticed by those who write when it ends in time', async () => {
    other.exec('BEGIN IMMEDIATE');
    setTimeout(() => other.exec('COMMIT'), 300);
    const answers = await Promise.all([insert(), insert(), insert()]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  });
});
