import { expect, it } from 'vitest';
import { content, davServer, eventText, propfind, put, report, responses, xml } from './dav-client.js';
import { inside, query, range } from './query-bodies.js';
import { discover, fetchAll, sync } from './replay-steps.js';

// evolution-data-server, and GNOME Online Accounts before it.
let calendar: string;

const { dav } = await davServer();

it('is told by OPTIONS, 200 and empty, before it signs in [6]', async () => {
  for (const path of ['/', '/dav/', '/dav/calendars/alice@example.org/', '/caldav/v2/alice@example.org/events/']) {
    const response = await dav({ method: 'OPTIONS', path, as: null });
    expect([path, response.statusCode, response.body]).toEqual([path, 200, '']);
    expect(response.headers.dav).toMatch(/^1, /);
  }
});

it('finds the home, and calendars with their colours, without anything that it has to ask twice', async () => {
  const { home } = await discover(dav, '/');
  const listing = responses(
    await propfind(
      dav,
      home,
      '1',
      'D:displayname',
      'D:resourcetype',
      'C:calendar-description',
      'C:supported-calendar-component-set',
      'CS:getctag',
      'A:calendar-color',
      'A:calendar-order',
      'D:current-user-privilege-set',
    ),
  );
  [calendar] = [...listing].filter(([, text]) => text.includes('<C:calendar/>')).map(([path]) => path) as [string];
  expect(listing.get(calendar)).toMatch(/<D:(write|write-content|all)\/>/);
});

it('takes the sync token for one only because it has a colon in it [10]', async () => {
  const { body } = await propfind(dav, calendar, '0', 'D:sync-token', 'CS:getctag');
  expect(content(body, 'D:sync-token')).toMatch(/:/);
  expect(content(body, 'CS:getctag')).not.toBe('');
});

it('puts with Prefer: return=minimal and needs the ETag [19, 38]', async () => {
  const path = `${calendar}evolution.ics`;
  const text = eventText({ uid: 'evolution' });
  const created = await put(dav, path, text, { 'if-none-match': '*', prefer: 'return=minimal' });
  expect([created.statusCode, created.body]).toEqual([201, '']);
  const etag = String(created.headers.etag);
  // It adds quotes to what it has stored without them.
  const changed = await put(dav, path, text.replace('Stand-up', 'Other'), {
    'if-match': `"${etag.replaceAll('"', '')}"`,
    prefer: 'return=minimal',
  });
  expect([changed.statusCode, changed.headers.etag]).toEqual([204, expect.not.stringContaining(etag)]);
  expect((await put(dav, path, text, { 'if-match': etag })).statusCode).toBe(412);
});

it('lists by query where it has no token, with and without a range', async () => {
  const all = responses(await report(dav, calendar, query(inside('VEVENT'))));
  expect([...all.keys()]).toEqual([`${calendar}evolution.ics`]);
  const within = responses(
    await report(dav, calendar, query(inside('VEVENT', range('20260301T000000Z', '20260401T000000Z')))),
  );
  expect([...within.keys()]).toEqual([`${calendar}evolution.ics`]);
  const none = responses(
    await report(dav, calendar, query(inside('VEVENT', range('20270301T000000Z', '20270401T000000Z')))),
  );
  expect(none.size).toBe(0);
});

it('multigets a hundred after a sync [34]', async () => {
  const { token } = await sync(dav, calendar, '');
  for (let i = 0; i < 100; i += 1) await put(dav, `${calendar}e${i}.ics`, eventText({ uid: `e${i}` }));
  const { changed } = await sync(dav, calendar, token);
  expect(changed).toHaveLength(100);
  expect((await fetchAll(dav, calendar, changed)).size).toBe(100);
});

it('removes a calendar object and is not surprised that it is gone', async () => {
  const path = `${calendar}e1.ics`;
  expect((await dav({ method: 'DELETE', path })).statusCode).toBe(204);
  expect((await dav({ method: 'DELETE', path })).statusCode).toBe(404);
});

it('makes a calendar and takes it away', async () => {
  const path = '/dav/calendars/alice@example.org/evolution/';
  const body = xml(
    'C:mkcalendar',
    '<D:set><D:prop><D:displayname>New</D:displayname><A:calendar-color>#ff0000</A:calendar-color><C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set></D:prop></D:set>',
  );
  expect((await dav({ method: 'MKCALENDAR', path, body })).statusCode).toBe(201);
  expect((await dav({ method: 'DELETE', path })).statusCode).toBe(204);
});
