import { afterAll, describe, expect, it } from 'vitest';
import { addPeople, startServer, testDatabase } from '../harness/index.js';
import { linkTo } from './link.js';

const onServer = process.env.TEST_DATABASE_URL !== undefined;

/** One read and one write of each protocol. */
const calendar = 'alice%40example.org';
const event = { start: { dateTime: '2026-01-02T10:00:00Z' }, end: { dateTime: '2026-01-02T11:00:00Z' } };
const requests = {
  'v3 GET': { url: `/calendar/v3/calendars/${calendar}/events` },
  'v3 POST': { method: 'POST', url: `/calendar/v3/calendars/${calendar}/events`, payload: event },
  'v2 GET': { url: '/calendar/feeds/default/private/full' },
  'CalDAV GET': { url: `/dav/calendars/${calendar}/calendar/` },
  'CalDAV DELETE': { method: 'DELETE', url: `/dav/calendars/${calendar}/calendar/a.ics` },
  'JSCalendar GET': { url: `/rest/${calendar}/calendar/` },
} as const;

describe.runIf(onServer)('db-gone: a database server that is away', async () => {
  if (!onServer) return;
  const database = await testDatabase();
  const link = await linkTo(database.url);
  const server = await startServer({ database: { ...database, url: link.url } });
  const { alice } = (await addPeople(server.gateway.dependencies)).tokens;
  afterAll(async () => {
    link.restore();
    await server.close();
    await link.close();
  });

  const ask = (request: object) => server.inject({ headers: { authorization: `Bearer ${alice}` }, ...request });
  const probe = async (name: string): Promise<number> => (await server.inject(`/healthz/${name}`)).statusCode;

  describe.each(['cut', 'stall'] as const)('%s', (fault) => {
    it('is 503 in every protocol, to be tried again', { timeout: 15_000 }, async () => {
      link[fault]();
      const answers = await Promise.all(Object.values(requests).map(ask));
      const seen = answers.map(({ statusCode, headers }) => [statusCode, Number(headers['retry-after']) > 0]);
      expect(seen).toEqual(answers.map(() => [503, true]));
    });

    it('is seen by the probe for readiness alone, and is over when it is over', { timeout: 15_000 }, async () => {
      link[fault]();
      expect([await probe('live'), await probe('ready')]).toEqual([200, 503]);
      link.restore();
      await expect.poll(() => probe('ready')).toBe(200);
      const answers = await Promise.all(Object.values(requests).map(ask));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 404, 200]);
    });
  });
});
