import { describe, expect, it } from 'vitest';
import { tennis } from './gdata-client.js';
import { acl, codeIn, feed, json, protocolServer, rule } from './protocol-server.js';

/** What the general protocol says that no printed example and no recording shows. */
describe('changes in the Google Data protocol', () => {
  const { clock, send, made } = protocolServer();

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
