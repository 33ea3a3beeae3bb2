import { describe, expect, it } from 'vitest';
import { openAs } from '../harness/index.js';
import { content, davServer, eventText, propfind, put, report, responses, xml } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';

const { server, dav } = await davServer();

const sync = (token: string, more = '', headers: Record<string, string> = { depth: '0' }, path = home) =>
  report(
    dav,
    path,
    xml(
      'D:sync-collection',
      `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level>${more}<D:prop><D:displayname/></D:prop>`,
    ),
    headers,
  );
const tokenIn = (body: string) => /<D:sync-token>([^<]*)<\/D:sync-token><\/D:multistatus>/.exec(body)![1]!;
const token = async () => tokenIn((await sync('')).body);
const changes = async (since: string) =>
  [...responses(await sync(since))].map(([href, text]) => [
    href,
    text.includes('HTTP/1.1 404 Not Found</D:status></D:response>') ? 'removed' : 'changed',
  ]);

describe('RFC 6578 on the calendar home', () => {
  it('lists every member first, then nothing', async () => {
    const first = await sync('');
    const listing = await propfind(dav, home, '1', 'D:displayname');
    expect([...responses(first).keys()]).toEqual([...responses(listing).keys()].slice(1));
    expect(responses(await sync(tokenIn(first.body))).size).toBe(0);
    expect(content((await propfind(dav, home, '0', 'D:sync-token')).body, 'D:sync-token')).toBe(tokenIn(first.body));
  });

  it('answers the same with Depth 0, 1 and none', async () => {
    const bodies = await Promise.all(
      ([{ depth: '0' }, { depth: '1' }, {}] as Record<string, string>[]).map((headers) => sync('', '', headers)),
    );
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(1);
  });

  it('tells of a calendar that is new, is written to, is renamed, is gone', async () => {
    const path = `${home}told/`;
    let since = await token();
    const steps: [() => Promise<unknown>, string][] = [
      [() => dav({ method: 'MKCALENDAR', path }), 'changed'],
      [() => put(dav, `${path}a.ics`, eventText()), 'changed'],
      [() => dav({ method: 'DELETE', path: `${path}a.ics` }), 'changed'],
      [
        () =>
          dav({
            method: 'PROPPATCH',
            path,
            body: xml('D:propertyupdate', '<D:set><D:prop><D:displayname>New</D:displayname></D:prop></D:set>'),
          }),
        'changed',
      ],
      [() => dav({ method: 'DELETE', path }), 'removed'],
    ];
    for (const [step, expected] of steps) {
      await step();
      expect(await changes(since)).toEqual([[path, expected]]);
      since = await token();
      expect(await changes(since)).toEqual([]);
    }
  });

  it('tells of a right that was withdrawn, and of a calendar that is shared', async () => {
    const open = await openAs(server.core, 'bob@example.org');
    const share = (role: 'reader' | 'none') =>
      server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: 'alice@example.org', role });
    const before = await token();
    await share('reader');
    const seen = await openAs(server.core, 'alice@example.org', 'bob@example.org');
    await server.core.calendars.updateEntry(seen, {});
    expect(await changes(before)).toEqual([[`${home}bob@example.org/`, 'changed']]);
    const shared = await token();
    await share('none');
    expect(await changes(shared)).toEqual([[`${home}bob@example.org/`, 'removed']]);
  });

  it('§3.6: gives as many as the client wants, 507 for the rest, and a token that goes on', async () => {
    for (let i = 0; i < 3; i += 1) await dav({ method: 'MKCALENDAR', path: `${home}page${i}/` });
    const all = [...responses(await sync('')).keys()];
    const seen: string[] = [];
    let since = '';
    for (let i = 0; i < all.length; i += 1) {
      const page = await sync(since, '<D:limit><D:nresults>1</D:nresults></D:limit>');
      const [href, ...rest] = [...responses(page).keys()];
      seen.push(href!);
      expect(rest).toEqual(i < all.length - 1 ? [home] : []);
      since = tokenIn(page.body);
    }
    expect(seen).toEqual(all);
  });

  it('§3.3: with sync-level infinite says that calendars are synchronised by themselves', async () => {
    const body = xml(
      'D:sync-collection',
      '<D:sync-token/><D:sync-level>infinite</D:sync-level><D:prop><D:displayname/></D:prop>',
    );
    const { body: text } = await report(dav, home, body, { depth: '0' });
    expect(text).toContain(
      '<D:status>HTTP/1.1 403 Forbidden</D:status><D:error><D:sync-traversal-supported/></D:error>',
    );
  });

  it('§3.2: refuses tokens that are not its own', async () => {
    const bobs = await report(
      (request) => dav({ ...request, as: 'bob' }),
      '/dav/calendars/bob@example.org/',
      xml('D:sync-collection', '<D:sync-token/><D:sync-level>1</D:sync-level><D:prop/>'),
    );
    const calendars = content((await propfind(dav, `${home}calendar/`, '0', 'D:sync-token')).body, 'D:sync-token')!;
    for (const bad of [
      'x',
      'data:,',
      tokenIn(bobs.body),
      calendars,
      `${await token()}x`,
      (await token()).replace('=', '%'),
    ]) {
      const response = await sync(bad);
      expect([response.statusCode, content(response.body, 'D:valid-sync-token')]).toEqual([403, '']);
    }
  });
});

describe('RFC 6638 §2: inbox and outbox', () => {
  const principal = '/dav/principals/alice@example.org/';

  it('are found from the principal, in the home, and by nobody else', async () => {
    const { body } = await propfind(dav, principal, '0', 'C:schedule-inbox-URL', 'C:schedule-outbox-URL');
    expect(content(body, 'C:schedule-inbox-URL')).toBe(`<D:href>${home}inbox/</D:href>`);
    expect(content(body, 'C:schedule-outbox-URL')).toBe(`<D:href>${home}outbox/</D:href>`);
    for (const kind of ['inbox', 'outbox']) {
      const found = await propfind(
        dav,
        `${home}${kind}/`,
        '1',
        'D:resourcetype',
        'D:owner',
        'D:current-user-privilege-set',
      );
      expect([...responses(found).keys()]).toEqual([`${home}${kind}/`]);
      expect(content(found.body, 'D:resourcetype')).toBe(`<D:collection/><C:schedule-${kind}/>`);
      const bobs = await propfind(
        (request) => dav({ ...request, as: 'bob' }),
        `${home}${kind}/`,
        '0',
        'D:resourcetype',
      );
      expect(bobs.statusCode).toBe(404);
      expect((await dav({ method: 'MKCALENDAR', path: `${home}${kind}/` })).statusCode).toBe(405);
      const refused = kind === 'inbox' ? 405 : 404;
      expect((await put(dav, `${home}${kind}/x.ics`, eventText())).statusCode).toBe(refused);
    }
  });

  it('the inbox is empty in every report', async () => {
    const query = xml(
      'C:calendar-query',
      '<D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter>',
    );
    expect(responses(await report(dav, `${home}inbox/`, query)).size).toBe(0);
    const multiget = xml('C:calendar-multiget', `<D:prop><D:getetag/></D:prop><D:href>${home}inbox/x.ics</D:href>`);
    expect((await report(dav, `${home}inbox/`, multiget)).body).toContain('HTTP/1.1 404');
    const first = await sync('', '', { depth: '0' }, `${home}inbox/`);
    expect(responses(first).size).toBe(0);
    expect((await sync(tokenIn(first.body), '', { depth: '0' }, `${home}inbox/`)).statusCode).toBe(207);
    expect((await sync('data:,other', '', { depth: '0' }, `${home}inbox/`)).statusCode).toBe(403);
    const { body } = await propfind(dav, `${home}inbox/`, '0', 'C:schedule-default-calendar-URL');
    expect(content(body, 'C:schedule-default-calendar-URL')).toBe(`<D:href>${home}calendar/</D:href>`);
  });
});
