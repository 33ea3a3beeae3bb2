import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { count, find, tennis, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';
const script = `</title><script>alert(1)</script>"onmouseover='x' ]]> <svg onload=alert(1)>`;
const escaped = script.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('hostile documents', () => {
  const gdata = gdataServer();
  const { send } = gdata;

  const post = (body: string | Buffer, headers: Record<string, string> = {}) => send('POST', feed, { body, headers });
  const utf16 = (text: string, bom = true): Buffer => Buffer.from((bom ? '\ufeff' : '') + text, 'utf16le');
  const total = async (): Promise<string> => find((await send('GET', feed)).body, /totalResults>(\d+)</);

  it('xml-external: nothing is fetched', async () => {
    let asked = 0;
    const outside = createServer((_request, response) => {
      asked += 1;
      response.end('x');
    });
    await new Promise<void>((resolve) => void outside.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/x`;
    for (const doctype of [
      `<!DOCTYPE entry [<!ENTITY x SYSTEM "${url}">]>`,
      `<!DOCTYPE entry [<!ENTITY % p SYSTEM "${url}"> %p;]>`,
      `<!DOCTYPE entry SYSTEM "${url}">`,
      `<!DOCTYPE entry [<!ENTITY x SYSTEM "jar:${url}!/a">]>`,
    ])
      expect((await post(`${doctype}${tennis.replace('Beth', '&x;')}`)).statusCode).toBe(400);
    const include = `<?xml-stylesheet href="${url}"?>${tennis.replace('</entry>', `<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='${url}'/></entry>`)}`;
    const made = await post(include);
    expect(made.statusCode).toBe(201);
    expect(asked).toBe(0);
    outside.close();
    await send('DELETE', find(String(made.headers.location), /feeds\/(.*)$/), { headers: { 'if-match': '*' } });
  });

  it.each([
    ['UTF-16 with a mark', utf16(`<?xml version="1.0" encoding="UTF-16"?>${tennis}`), {}, 201],
    ['UTF-8 with a mark', Buffer.from(`\ufeff<?xml version="1.0"?>${tennis}`), {}, 201],
    ['an unknown encoding', `<?xml version="1.0" encoding="x"?>${tennis}`, {}, 400],
    [
      'an encoding that the octets do not have',
      utf16(`<?xml version="1.0" encoding="UTF-8"?>${tennis}`, false),
      {},
      400,
    ],
    ['a reference to half a character', tennis.replace('Beth', '&#xD800;'), {}, 400],
    ['a reference to nothing', tennis.replace('Beth', '&#0;'), {}, 400],
    [
      'octets that are no UTF-8',
      Buffer.concat([
        Buffer.from(tennis.slice(0, 300)),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from(tennis.slice(300)),
      ]),
      {},
      400,
    ],
    ['a root in no namespace', tennis.replace(/xmlns='[^']*'/, ''), {}, 400],
    ['a prefix of another namespace', tennis.replace(/xmlns='[^']*'/, "xmlns='urn:other'"), {}, 400],
    ['an unbound prefix', tennis.replace(/xmlns:gd='[^']*'/, ''), {}, 400],
    ['a feed where an entry is wanted', tennis.replaceAll('entry', 'feed'), {}, 400],
    ['two attributes of one name', tennis.replace("type='text'", "type='text' type='html'"), {}, 400],
    ['an override to another method', tennis, { 'x-http-method-override': 'TRACE' }, 400],
  ])('xml-encoding, xml-wrong-root: %s', async (...[, body, headers, status]) => {
    const before = Number(await total());
    const answer = await post(body, headers);
    expect(answer.statusCode, answer.body).toBe(status);
    expect(Number(await total())).toBe(before + (status === 201 ? 1 : 0));
  });

  it('method-override: only a POST is another method', async () => {
    const { headers } = await post(tennis);
    const path = find(String(headers.location), /feeds\/(.*)$/);
    const asked = await send('GET', path, { headers: { 'x-http-method-override': 'DELETE', 'if-match': '*' } });
    expect(asked.statusCode).toBe(200);
    expect((await send('GET', path)).statusCode).toBe(200);
  });

  it('gdata-alt-xss, html-basic-xss: titles and places are text everywhere', async () => {
    const link = 'javascript:alert(1) https://example.org/ok';
    const body = tennis
      .replace('Tennis with Beth', escaped)
      .replace('Meet for a quick lesson.', `${escaped} ${link}`)
      .replace('Rolling Lawn Courts', escaped.replaceAll("'", '&apos;').replaceAll('"', '&quot;'));
    const { headers } = await post(body);
    const id = find(String(headers.location), /\/([^/]*)$/);
    for (const [projection, alt] of [
      ['full', 'atom'],
      ['full', 'rss'],
      ['basic', 'atom'],
      ['basic', 'rss'],
      ['full', 'json-in-script'],
      ['basic', 'atom-in-script'],
    ]) {
      const shown = await send('GET', `default/private/${projection}/${id}?alt=${alt}`);
      expect([projection, alt, shown.statusCode]).toEqual([projection, alt, 200]);
      expect(shown.body).not.toMatch(String(alt).endsWith('-in-script') ? /</ : /<script|<svg|\]\]>/);
      expect(shown.headers['x-content-type-options']).toBe('nosniff');
    }
    const basic = (await send('GET', `default/private/basic/${id}`)).body;
    const html = /<content[^>]*>([^<]*)/.exec(basic)![1]!.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    expect(html).toContain('<br');
    expect(html).not.toMatch(/<script|<svg|href=["']javascript:/i);
    await send('DELETE', `${feed}/${id}`, { headers: { 'if-match': '*' } });
  });

  it('html-basic-xss: names of calendars are text in every list and feed, and nothing may run there', async () => {
    const body = `<entry xmlns='http://www.w3.org/2005/Atom'><title>${escaped}</title><summary>${escaped}</summary></entry>`;
    const made = await send('POST', 'default/owncalendars/full', { body });
    expect(made.statusCode, made.body).toBe(201);
    const id = find(made.body, /calendars\/([^<]*)</);
    for (const path of ['default/allcalendars/full', `${id}/private/full`, `${id}/private/basic`, `${id}/acl/full`])
      for (const alt of ['atom', 'rss', 'atom-in-script', 'json-in-script']) {
        const shown = await send('GET', `${path}?alt=${alt}`);
        expect([path, alt, shown.statusCode]).toEqual([path, alt, 200]);
        expect(shown.body).not.toMatch(alt.endsWith('-in-script') ? /</ : /<script|<svg|\]\]>/);
        expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
      }
    await send('DELETE', `default/owncalendars/full/${id}`);
  });

  it.each(['a'.repeat(101), 'alert(1)//', 'a\u2028b', 'a b', '1a', 'a..b', 'a[0]', '</script>'])(
    'gdata-alt-xss: %j is no function',
    async (callback) => {
      const path = `${feed}?alt=json-in-script&callback=${encodeURIComponent(callback)}`;
      expect((await send('GET', path)).statusCode).toBe(400);
    },
  );

  it('gdata-batch-mix: one event made, changed and deleted in one batch, names twice, far too many', async () => {
    const names =
      "xmlns='http://www.w3.org/2005/Atom' xmlns:batch='http://schemas.google.com/gdata/batch' xmlns:gd='http://schemas.google.com/g/2005'";
    const batch = (entries: string) =>
      send('POST', `${feed}/batch`, { body: `<feed ${names}>${entries}</feed>`, headers: { 'if-match': '*' } });
    const item = (operation: string, content: string): string =>
      `<entry><batch:id>same</batch:id><batch:operation type='${operation}'/>${content}</entry>`;
    const { body } = await post(tennis);
    const id = find(body, /<id>([^<]*)<\/id>/);
    const when = "<gd:when startTime='2007-04-17T15:00:00Z'/>";
    const foreign = '<id>http://www.google.com/calendar/feeds/bob%40example.org/events/aaaaaaaaaa</id>';
    const answer = await batch(
      item('update', `<id>${id}</id><title>Twice</title>${when}`) +
        item('delete', `<id>${id}</id>`) +
        item('update', `<id>${id}</id><title>Late</title>${when}`) +
        item('delete', foreign) +
        item('insert', `<title>After</title>${when}`),
    );
    expect([...answer.body.matchAll(/status code='(\d+)'/g)].map(([, code]) => code)).toEqual([
      '200',
      '200',
      '404',
      '404',
      '201',
    ]);
    expect(count(answer.body, '<batch:id>same</batch:id>')).toBe(5);
    expect((await batch('<entry/>'.repeat(10_000))).statusCode).toBe(400);
  });

  it('gdata-etag-race: another entry’s tag, a weak one and none change nothing', async () => {
    const [one, other] = [await post(tennis), await post(tennis.replace('Beth', 'Amy'))];
    const path = find(String(one.headers.location), /feeds\/(.*)$/);
    const changed = tennis.replace('Beth', 'Meg');
    const put = async (tag?: string) =>
      (await send('PUT', path, { body: changed, headers: tag === undefined ? {} : { 'if-match': tag } })).statusCode;
    expect([await put(String(other.headers.etag)), await put(`W/${String(one.headers.etag)}`), await put()]).toEqual([
      412, 412, 403,
    ]);
    expect((await send('GET', path)).body).toContain('Tennis with Beth');
    expect(await put('*')).toBe(200);
    expect(await put(String(one.headers.etag))).toBe(412);
  });
});
