import { describe, expect, it } from 'vitest';
import { fakeClock } from '../harness/index.js';
import { find, gdataServer, tennis, type Options } from './gdata-client.js';

const feed = 'default/private/full';
const own = 'default/owncalendars/full';
const acl = 'default/acl/full';
const json = { 'content-type': 'application/json' };
const rule = (who: string, role: string): string =>
  "<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gAcl='http://schemas.google.com/acl/2007'>" +
  `<gAcl:scope type='user' value='${who}'/><gAcl:role value='http://schemas.google.com/gCal/2005#${role}'/></entry>`;

/** What the general protocol says that no printed example and no recording shows. */
describe('the Google Data protocol', () => {
  const clock = fakeClock('2026-03-01T12:00:00Z');
  const gdata = gdataServer({ clock });
  const { send } = gdata;
  const below = (url: string): string => url.replaceAll('&amp;', '&').split('/feeds/')[1]!;

  async function made(body = tennis, options: Options = {}): Promise<{ path: string; body: string; etag: string }> {
    const answer = await send('POST', feed, { body, ...options });
    expect(answer.statusCode, answer.body).toBe(201);
    return { path: below(String(answer.headers.location)), body: answer.body, etag: String(answer.headers.etag) };
  }
  const codeIn = (body: string): string | undefined => /<code>(\w+)<\/code>/.exec(body)?.[1];

  describe('addresses (§2)', () => {
    it('take @ and %40, and print %40', async () => {
      for (const user of ['alice@example.org', 'alice%40example.org', 'ALICE%40example.org']) {
        const { statusCode, body } = await send('GET', `${user}/private/full`);
        expect([statusCode, /href='[^']*\/feeds\/[^']*@/.test(body)]).toEqual([200, false]);
      }
      const { body } = await send('POST', acl, { body: rule('bob@example.org', 'read') });
      expect(body).toMatch(/rel='self'[^>]*acl\/full\/user%3Abob%40example.org'/);
      expect(body).toMatch(/<id>http:[^<]*\/feeds\/[^</]*\/acl\/user%3Abob%40example.org<\/id>/);
    });

    it('keep the word default in links, and the address where that was used', async () => {
      const event = await made();
      expect(event.body).toMatch(/rel='self'[^>]*\/feeds\/default\/private\/full\//);
      const named = await send('GET', event.path.replace('default', 'alice%40example.org'));
      expect(named.body).toMatch(/rel='self'[^>]*\/feeds\/alice%40example.org\/private\/full\//);
    });

    it('are not ids, but in protocol 1', async () => {
      const { path, body } = await made();
      expect(body).toMatch(/<id>http:\/\/[^<]*\/calendar\/feeds\/default\/events\/[^</]+<\/id>/);
      const first = (await send('GET', path, { version: null })).body;
      const self = find(first, /rel='self'[^>]*href='([^'?]*)/);
      expect(find(first, /<id>([^<]*)<\/id>/).replace(/^https?:/, '')).toBe(self.replace(/^https?:/, ''));
    });

    it('in a body name the same entry in whatever form', async () => {
      const { path, body } = await made();
      const id = path.split('/').at(-1)!;
      for (const form of [
        `http://www.google.com/calendar/feeds/alice%40example.org/private/full/${id}`,
        `https://elsewhere.example/calendar/feeds/default/events/${id}`,
        id,
      ]) {
        const changed = body.replace(/<id>[^<]*<\/id>/, `<id>${form}</id>`);
        const answer = await send('PUT', path, { body: changed, headers: { 'if-match': '*' } });
        expect(answer.statusCode, answer.body).toBe(200);
      }
    });

    it('of changes end in a version for protocol 1 alone, and are taken from anybody', async () => {
      const { path, body } = await made();
      const edit = /rel='edit'[^>]*href='([^'?]*)/;
      expect(below(find(body, edit))).toBe(path);
      const versioned = below(find((await send('GET', path, { version: null })).body, edit));
      expect(versioned).toMatch(new RegExp(`^${path}/\\d+$`));
      expect((await send('GET', versioned)).statusCode).toBe(200);
      expect((await send('DELETE', versioned)).statusCode).toBe(200);
    });

    it('with categories are 400 by that name', async () => {
      for (const path of [`${feed}/-/work`, `${feed}/-/{http://x}a|-b`, `${feed}?category=work`]) {
        const { statusCode, body } = await send('GET', path);
        expect([statusCode, codeIn(body)]).toEqual([400, 'invalidCategoryFilter']);
      }
    });
  });

  describe('versions (§3)', () => {
    it.each([
      ['3', 'versionNotSupported'],
      ['3.1', 'versionNotSupported'],
      ['two', 'invalidRequestVersion'],
      ['2.x', 'invalidRequestVersion'],
      ['-1', 'invalidRequestVersion'],
    ])('%s is 400 %s, by header and by parameter', async (version, code) => {
      const byParameter = await send('GET', `${feed}?v=${version}`, { version: null });
      expect(byParameter.statusCode).toBe(400);
      const { statusCode, body } = await send('GET', feed, { version });
      expect([statusCode, codeIn(body)]).toEqual([400, code]);
    });

    it('1 writes types of texts and nothing of version 2', async () => {
      const { path } = await made();
      const { body } = await send('GET', path, { version: null });
      expect(body).toContain("<title type='text'>");
      expect(body).not.toMatch(/gd:etag|gd:kind|gd:fields|app:edited/);
    });
  });

  describe('requests (§4)', () => {
    it.each(['PUT', 'put', 'PATCH', 'DELETE'])('X-HTTP-Method-Override: %s does just that', async (method) => {
      const { path, body } = await made();
      const headers = { 'x-http-method-override': method, 'if-match': '*' };
      const sent = method === 'DELETE' ? '' : body.replace('Tennis', 'Chess');
      const { statusCode } = await send('POST', path, { body: sent, headers });
      expect(statusCode).toBe(200);
      const after = await send('GET', path);
      expect(
        method === 'DELETE'
          ? after.body.includes('event.canceled') || after.statusCode === 404
          : after.body.includes('Chess'),
      ).toBe(true);
    });

    it('another override is 400 by that name', async () => {
      const { body, statusCode } = await send('POST', feed, {
        body: tennis,
        headers: { 'x-http-method-override': 'MOVE' },
      });
      expect([statusCode, codeIn(body)]).toEqual([400, 'invalidMethodOverrideHeader']);
    });

    it.each([
      'application/atom+xml',
      'application/atom+xml; charset=UTF-8',
      'application/atom+xml;type=entry',
      'application/atom+xml; charset=utf-8; type=entry',
      'APPLICATION/ATOM+XML',
      'text/xml',
      'application/xml',
    ])('a body may be %s', async (type) => {
      await made(tennis, { headers: { 'content-type': type } });
      await made(tennis.replace(/^<\?xml[^>]*\?>/, ''), { headers: { 'content-type': type } });
    });

    it('another body is 415 by that name', async () => {
      const { statusCode, body } = await send('POST', feed, { body: 'x', headers: { 'content-type': 'text/html' } });
      expect([statusCode, codeIn(body)]).toEqual([415, 'unsupportedContentType']);
    });

    it('without a body may have its type', async () => {
      const headers = { 'content-type': 'application/atom+xml', 'if-match': '*' };
      const { path } = await made();
      expect((await send('GET', path, { headers })).statusCode).toBe(200);
      expect((await send('DELETE', path, { headers })).statusCode).toBe(200);
    });

    it('q looks into titles, texts, places and guests, not into extended properties', async () => {
      const more =
        "<gd:who email='needle2@example.org' valueString='Needle3'/><gd:extendedProperty name='a' value='needle4'/></entry>";
      await made(
        tennis
          .replace('Tennis with Beth', 'needle0')
          .replace('Rolling Lawn Courts', 'needle1')
          .replace('</entry>', more),
      );
      const found = async (word: string): Promise<boolean> =>
        !(await send('GET', `${feed}?q=${word}`)).body.includes('<openSearch:totalResults>0<');
      const words = ['needle0', 'NEEDLE1', 'needle2', 'needle3', 'needle4'];
      expect(await Promise.all(words.map(found))).toEqual([true, true, true, true, false]);
    });
  });

  describe('counts and links of pages (§4.4)', () => {
    it.each([
      [feed, ['totalResults', 'startIndex', 'itemsPerPage']],
      ['default/allcalendars/full', ['startIndex']],
      [own, ['startIndex']],
      [acl, ['totalResults', 'startIndex']],
      ['default/settings', ['startIndex']],
    ])('%s counts %s', async (path, names) => {
      const { body } = await send('GET', path);
      expect([...body.matchAll(/<openSearch:(\w+)>/g)].map(([, name]) => name)).toEqual(names);
    });

    it('self says the size of the page, next and previous where they begin', async () => {
      await made();
      await made();
      expect((await send('GET', feed)).body).toMatch(/rel='self'[^>]*\?max-results=25'/);
      const { body } = await send('GET', `${feed}?max-results=1&start-index=2&q=Tennis`);
      const link = (rel: string): URLSearchParams =>
        new URL(find(body, new RegExp(`rel='${rel}'[^>]*href='([^']*)'`)).replaceAll('&amp;', '&')).searchParams;
      expect(Object.fromEntries(link('previous'))).toEqual({ 'max-results': '1', 'start-index': '1', q: 'Tennis' });
      expect(Object.fromEntries(link('next'))).toEqual({ 'max-results': '1', 'start-index': '3', q: 'Tennis' });
      expect((await send('GET', `${feed}?max-results=1`)).body).not.toContain("rel='previous'");
    });
  });

  describe('answers (§5)', () => {
    it('have the headers of 2013', async () => {
      const created = await send('POST', feed, { body: tennis });
      expect(created.headers).toMatchObject({
        'content-type': 'application/atom+xml; charset=UTF-8; type=entry',
        'gdata-version': '2.6',
        'content-location': created.headers.location,
        etag: expect.stringMatching(/^"[^"]+"$/) as string,
      });
      const path = below(String(created.headers.location));
      expect(created.body).toContain(`gd:etag='${String(created.headers.etag).replaceAll('"', '&quot;')}'`);
      const read = await send('GET', feed);
      expect(read.headers).toMatchObject({
        'content-type': 'application/atom+xml; charset=UTF-8; type=feed',
        etag: expect.stringMatching(/^W\/"/) as string,
        'last-modified': expect.stringContaining('GMT') as string,
        'cache-control': expect.stringContaining('private') as string,
        'x-content-type-options': 'nosniff',
      });
      expect(String(read.headers.vary)).toMatch(/Accept.*GData-Version/i);
      const deleted = await send('DELETE', path, { headers: { 'if-match': '*' } });
      expect([
        deleted.statusCode,
        deleted.body,
        deleted.headers['content-length'],
        deleted.headers['gdata-version'],
      ]).toEqual([200, '', '0', '2.6']);
      expect(deleted.headers['content-type']).toBe('text/html; charset=UTF-8');
    });

    it('of calendars and rules have weak tags', async () => {
      for (const path of [
        own,
        acl,
        'default/settings',
        `${own}/alice%40example.org`,
        `${acl}/user%3Aalice%40example.org`,
      ])
        expect(String((await send('GET', path)).headers.etag), path).toMatch(/^W\/"/);
    });

    it('that are read-only have no place to post to and nothing to edit', async () => {
      await made();
      for (const path of ['default/private/basic', 'default/private/free-busy', 'default/private/attendees-only']) {
        const { body } = await send('GET', path);
        expect(body).toContain('<entry');
        expect(body, path).not.toMatch(/#post'|#batch'|rel='edit'/);
      }
    });
  });

  describe('conditions (§7)', () => {
    const seen = async (path: string, headers: Record<string, string>): Promise<number> =>
      (await send('GET', path, { headers })).statusCode;

    it('If-None-Match compares weakly, takes several tags by comma or space, and *', async () => {
      const { path, etag } = await made();
      const strong = String((await send('GET', path)).headers.etag);
      for (const tag of [strong, `W/${strong}`, `"x", ${strong}`, `"x" ${strong}`, '*'])
        expect(await seen(path, { 'if-none-match': tag }), tag).toBe(304);
      expect(await seen(path, { 'if-none-match': '"x"' })).toBe(200);
      expect(etag).toBe(strong);
      const empty = await send('GET', path, { headers: { 'if-none-match': '*' } });
      expect(empty.body).toBe('');
    });

    it('If-Modified-Since counts where there is no tag, when the second of the change is over', async () => {
      const { path } = await made();
      clock.advance(2_000);
      const since = String((await send('GET', path)).headers['last-modified']);
      expect(await seen(path, { 'if-modified-since': since })).toBe(304);
      expect(await seen(path, { 'if-modified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' })).toBe(200);
      expect(await seen(path, { 'if-modified-since': since, 'if-none-match': '"x"' })).toBe(200);
    });

    it('If-Match stands above the tag in the body, and an Etag header is nothing', async () => {
      const { path, body } = await made();
      const stale = body.replace(/gd:etag='[^']*'/, "gd:etag='&quot;old&quot;'");
      expect((await send('PUT', path, { body: stale })).statusCode).toBe(412);
      expect((await send('PUT', path, { body: stale, headers: { 'if-match': '*' } })).statusCode).toBe(200);
      const current = (await send('GET', path)).body;
      expect((await send('PUT', path, { body: current, headers: { 'if-match': '"old"' } })).statusCode).toBe(412);
      expect((await send('PUT', path, { body: current, headers: { etag: '"old"' } })).statusCode).toBe(200);
      const bare = await send('DELETE', path);
      expect([bare.statusCode, bare.body]).toEqual([
        403,
        expect.stringContaining('If-Match or If-None-Match header or entry etag attribute required'),
      ]);
    });

    it('a weak tag guards nothing, and If-Match on a POST is ignored', async () => {
      await send('POST', acl, { body: rule('carol@example.org', 'read') });
      const path = `${acl}/user%3Acarol%40example.org`;
      const put = await send('PUT', path, {
        body: rule('carol@example.org', 'editor'),
        headers: { 'if-match': 'W/"old"' },
      });
      expect(put.statusCode).toBe(200);
      await made(tennis, { headers: { 'if-match': '"old"' } });
    });
  });

  describe('batches (§13)', () => {
    const batch = (entries: string, more = ''): string =>
      "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:batch='http://schemas.google.com/gdata/batch' xmlns:gd='http://schemas.google.com/g/2005'>" +
      `${more}${entries}</feed>`;
    const run = (body: string, headers: Record<string, string> = {}) =>
      send('POST', `${feed}/batch`, { body, headers });

    it('are named as they were, or Batch Feed; an empty one has no entries', async () => {
      const bare = await run(batch(''));
      expect([bare.statusCode, bare.body.includes('<entry')]).toEqual([200, false]);
      expect(bare.body).toMatch(/<title[^>]*>Batch Feed<\/title>/);
      expect(bare.headers.etag).toBeUndefined();
      expect((await run(batch('', '<title>Mine</title>'))).body).toMatch(/<title[^>]*>Mine<\/title>/);
    });

    it('insert without being told to, and say of a wrong operation what is wrong', async () => {
      const { body } = await run(
        batch(
          "<entry><batch:id>a</batch:id><title>X</title></entry><entry><batch:id>b</batch:id><batch:operation type='merge'/><title>Y</title></entry>",
        ),
      );
      expect([...body.matchAll(/batch:status code='(\d+)' reason='([^']*)'/g)].map(([, code]) => code)).toEqual([
        '201',
        '400',
      ]);
      expect(body).toContain("reason='Created'");
      expect(body).toContain("<batch:operation type='insert'/>");
    });

    it('hold one entry to its own tag and leave the others', async () => {
      const [first, second] = [await made(), await made()];
      const remove = (path: string, etag: string): string =>
        `<entry gd:etag='${etag}'><id>http://x/${path.split('/').at(-1)}</id><batch:operation type='delete'/></entry>`;
      const { body } = await run(
        batch(remove(first.path, '&quot;old&quot;') + remove(second.path, second.etag.replaceAll('"', '&quot;'))),
      );
      expect([...body.matchAll(/batch:status code='(\d+)' reason='([^']*)'/g)].map(([, code]) => code)).toEqual([
        '412',
        '200',
      ]);
      expect(body).toContain("reason='Success'");
      expect(body).toMatch(/<title[^>]*>Error<\/title>/);
    });

    it('are Atom, and of the feeds that have them', async () => {
      const inJson = await send('POST', `${feed}/batch`, { body: '{"data":{}}', headers: json });
      expect(inJson.statusCode).toBe(400);
      expect(inJson.body).toContain('atomFormatRequired');
      for (const path of ['private/basic', 'public/full', 'private/free-busy', 'settings']) {
        const { statusCode, body } = await send('POST', `default/${path}/batch`, { body: batch('') });
        expect([statusCode, codeIn(body)], path).toEqual([400, 'batchingNotSupported']);
      }
    });
  });
});
