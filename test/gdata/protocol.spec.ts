import { describe, expect, it } from 'vitest';
import { find, tennis } from './gdata-client.js';
import { acl, below, codeIn, feed, own, protocolServer, rule } from './protocol-server.js';

/** What the general protocol says that no printed example and no recording shows. */
describe('the Google Data protocol', () => {
  const { send, made } = protocolServer();

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
});
