import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, fakeClock } from '../harness/index.js';
import { count, find, share, tennis, gdataServer } from './gdata-client.js';

const busyTimes = 'default/freebusy/busy-times';
const range = 'start-min=2010-03-13T00:00:00Z&start-max=2010-03-14T00:00:00Z';
const meeting = (start: string, end: string): string =>
  tennis
    .replace('2006-04-17T15:00:00.000Z', `2010-03-13T${start}:00Z`)
    .replace('2006-04-17T17:00:00.000Z', `2010-03-13T${end}:00Z`);

describe('busy times', () => {
  const gdata = gdataServer({ clock: fakeClock('2010-03-13T00:00:00Z') });
  const { send } = gdata;
  beforeAll(async () => {
    await share(gdata.server, 'bob', 'alice', 'freeBusy');
    for (const [start, end] of [
      ['14:00', '14:30'],
      ['14:15', '15:00'],
      ['16:00', '16:30'],
    ] as const) {
      await send('POST', 'default/private/full', { as: 'bob', body: meeting(start, end) });
    }
    const free = meeting('20:00', '21:00').replace('event.opaque', 'event.transparent');
    await send('POST', 'default/private/full', { as: 'bob', body: free });
    const team = { email: 'team@example.org', name: 'Team' };
    await addGroup(gdata.server.gateway.dependencies, team, ['alice', 'bob', 'carol']);
  });

  const times = (body: string): string[] =>
    [...body.matchAll(/<gCal:busy><gd:when endTime='([^']*)' startTime='([^']*)'/g)].map(
      ([, end, start]) => `${start} ${end}`,
    );
  const bobs = [
    '2010-03-13T14:00:00.000Z 2010-03-13T15:00:00.000Z',
    '2010-03-13T16:00:00.000Z 2010-03-13T16:30:00.000Z',
  ];

  it('of a user are joined blocks in the range, a day from now without one', async () => {
    for (const query of ['', `?${range}`]) {
      const { statusCode, body } = await send('GET', `${busyTimes}/bob%40example.org${query}`);
      expect(statusCode).toBe(200);
      expect(times(body)).toEqual(bobs);
      expect(body).toContain(
        "<gCal:timeRange><gd:when endTime='2010-03-14T00:00:00.000Z' startTime='2010-03-13T00:00:00.000Z'/></gCal:timeRange>",
      );
      expect(body).toContain("gd:kind='calendar#freebusy'");
      expect(body).not.toMatch(/Tennis|Rolling/);
    }
  });

  it('are for those who may see them, and not in JSON-C', async () => {
    expect((await send('GET', `${busyTimes}/carol%40example.org`)).statusCode).toBe(403);
    expect((await send('GET', `${busyTimes}/nobody%40example.org`)).statusCode).toBe(403);
    expect((await send('GET', `${busyTimes}/bob%40example.org?alt=jsonc`)).statusCode).toBe(400);
    const backwards = `${busyTimes}/bob%40example.org?start-min=2010-03-14&start-max=2010-03-13`;
    expect((await send('GET', backwards)).statusCode).toBe(400);
  });

  it('of a group are a feed with pages', async () => {
    const group = 'default/freebusy/group/team%40example.org/busy-times';
    const { body } = await send('GET', group);
    expect(body).toContain("gd:kind='calendar#groupFreebusyFeed'");
    expect(body).toContain('<openSearch:totalResults>3</openSearch:totalResults>');
    // carol shows alice nothing.
    expect(count(body, "gd:kind='calendar#groupFreebusy'")).toBe(2);
    expect(times(body)).toEqual(bobs);
    expect(body).toContain('<name>Bob Baker</name>');
    const first = (await send('GET', `${group}?max-results=1`)).body;
    expect([count(first, '<entry'), first.includes('alice@example.org')]).toEqual([1, true]);
    const next = find(first, /rel='next'[^>]*href='[^']*feeds\/([^']*)'/);
    expect(times((await send('GET', next)).body)).toEqual(bobs);
    expect(times((await send('GET', `${group}/bob%40example.org`)).body)).toEqual(bobs);
    expect((await send('GET', group.replace('team', 'bob'))).statusCode).toBe(404);
  });

  it('of several come in one batch, a group as a feed inside', async () => {
    const entry = (name: string): string =>
      `<entry><batch:id>${name}</batch:id><id>https://www.google.com/calendar/feeds/${busyTimes}/${name}%40example.org</id></entry>`;
    const body = `<feed xmlns='http://www.w3.org/2005/Atom' xmlns:batch='http://schemas.google.com/gdata/batch'><batch:operation type='query'/>${['bob', 'carol', 'team'].map(entry).join('')}</feed>`;
    const answer = await send('POST', `${busyTimes}/batch?${range}`, { body });
    expect(answer.statusCode).toBe(200);
    expect([...answer.body.matchAll(/batch:status code='(\d+)'/g)].map(([, code]) => code)).toEqual([
      '200',
      '403',
      '200',
    ]);
    expect(times(answer.body)).toEqual([...bobs, ...bobs]);
    expect(answer.body).toMatch(/<gd:feedLink [^>]*><feed [^>]*groupFreebusyFeed/);
  });
});
