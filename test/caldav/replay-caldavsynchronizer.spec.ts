import { expect, it } from 'vitest';
import { content, davServer, eventText, propfind, put, report, responses, xml } from './dav-client.js';
import { inside, object, query, range } from './query-bodies.js';
import { discover, fetchAll, sync } from './replay-steps.js';

// Outlook CalDavSynchronizer.
let home: string;
const calendar = (): string => `${home}outlook/`;

const { dav } = await davServer();

it('tests its settings: resource type, reports, privileges', async () => {
  ({ home } = await discover(dav, '/'));
  const names = [
    'D:resourcetype',
    'D:supported-report-set',
    'D:current-user-privilege-set',
    'A:calendar-color',
    'C:supported-calendar-component-set',
  ];
  const listing = responses(await propfind(dav, home, '1', ...names));
  const [text] = [...listing.values()].filter((one) => one.includes('<C:calendar/>'));
  expect(text).toContain('<C:calendar-query/>');
  expect(text).toContain('<D:sync-collection/>');
  for (const privilege of ['write-content', 'bind', 'unbind']) expect(text).toContain(`<D:${privilege}/>`);
});

it('makes a calendar without a name by MKCOL and names it afterwards [26]', async () => {
  const body = xml(
    'D:mkcol',
    '<D:set><D:prop><D:resourcetype><D:collection/><C:calendar/></D:resourcetype></D:prop></D:set>',
  );
  expect((await dav({ method: 'MKCOL', path: calendar(), body })).statusCode).toBe(201);
  const rename = xml('D:propertyupdate', '<D:set><D:prop><D:displayname>Outlook</D:displayname></D:prop></D:set>');
  expect((await dav({ method: 'PROPPATCH', path: calendar(), body: rename })).statusCode).toBe(207);
  expect(content((await propfind(dav, calendar(), '0', 'D:displayname')).body, 'D:displayname')).toBe('Outlook');
});

it('lists events of a window with both ends, and tasks apart', async () => {
  await put(dav, `${calendar()}event.ics`, eventText({ uid: 'event' }));
  await put(dav, `${calendar()}task.ics`, object('VTODO', 'task', 'SUMMARY:Call'));
  const within = range('20251201T000000Z', '20270101T000000Z');
  const events = responses(await report(dav, calendar(), query(inside('VEVENT', within)), { depth: '1' }));
  expect([...events.keys()]).toEqual([`${calendar()}event.ics`]);
  const tasks = responses(await report(dav, calendar(), query(inside('VTODO')), { depth: '1' }));
  expect([...tasks.keys()]).toEqual([`${calendar()}task.ics`]);
});

it('fetches everything in one multiget', async () => {
  const hrefs = ['event.ics', 'task.ics', 'gone.ics'].map((name) => calendar() + name);
  const texts = await fetchAll(dav, calendar(), hrefs);
  expect([...texts].map(([path, text]) => [path, text.includes('BEGIN:V')])).toEqual(
    hrefs.map((href, i) => [href, i < 2]),
  );
});

it('changes by the ETag of the last listing, and knows of a PUT without Location', async () => {
  const listing = responses(await propfind(dav, calendar(), '1', 'D:getetag'));
  const etag = content(listing.get(`${calendar()}event.ics`)!, 'D:getetag')!.replaceAll('&quot;', '"');
  const response = await put(dav, `${calendar()}event.ics`, eventText({ uid: 'event', summary: 'Outlook' }), {
    'if-match': etag,
  });
  expect([response.statusCode, response.headers.location]).toEqual([204, undefined]);
});

it('creates under a random name', async () => {
  const response = await put(dav, `${calendar()}8c3d7a1e-outlook.ics`, eventText({ uid: 'random' }), {
    'if-none-match': '*',
  });
  expect([response.statusCode, response.headers.etag]).toEqual([201, expect.stringMatching(/^"/)]);
});

it('syncs with Depth: 0, and begins anew only on valid-sync-token [10, 16]', async () => {
  const first = await sync(dav, calendar(), '', '0');
  expect(first.changed).toHaveLength(3);
  await dav({ method: 'DELETE', path: `${calendar()}task.ics` });
  expect(await sync(dav, calendar(), first.token, '0')).toMatchObject({
    changed: [],
    removed: [`${calendar()}task.ics`],
  });
  const elsewhere = (await sync(dav, `${home}calendar/`, '', '0')).token;
  const body = xml(
    'D:sync-collection',
    `<D:sync-token>${elsewhere}</D:sync-token><D:sync-level>1</D:sync-level><D:prop/>`,
  );
  const response = await report(dav, calendar(), body, { depth: '0' });
  expect([response.statusCode, response.body]).toEqual([403, expect.stringContaining('<D:valid-sync-token/>')]);
});
