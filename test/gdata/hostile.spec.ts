import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { count, tennis, type Options, gdataServer } from './gdata-client.js';

const feed = 'default/private/full';

describe('hostile and odd requests', () => {
  const gdata = gdataServer({ listen: true });
  const { send } = gdata;

  const doctype = (text: string): string => `<?xml version="1.0"?><!DOCTYPE entry ${text}>${tennis}`;
  const laughs = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

  it.each([
    ['xml-doctype', doctype('')],
    ['xml-billion-laughs', doctype(`[<!ENTITY l0 "ha">${laughs}]`).replace('Beth', '&l10;')],
    ['xml-external', doctype('[<!ENTITY x SYSTEM "file:///etc/hostname">]').replace('Beth', '&x;')],
    ['xml-depth', '<a>'.repeat(100_000)],
    ['xml-encoding', Buffer.from('<?xml version="1.0" encoding="UTF-7"?><entry/>')],
    ['overlong UTF-8', Buffer.from([0x3c, 0xc0, 0xaf, 0x3e])],
    ['xml-wrong-root', '<entry/>'],
    ['two roots', `${tennis}${tennis}`],
    ['nothing', ''],
    ['control characters', tennis.replace('Beth', '\u0008')],
  ] as [string, string | Buffer][])('%s is 400 and stores nothing', async (_name, body) => {
    const answer = await send('POST', feed, { body });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/vnd.google.gdata.error+xml');
    expect(answer.body).toMatch(
      /^<errors xmlns='http:\/\/schemas.google.com\/g\/2005'><error><domain>GData<\/domain><code>/,
    );
    expect((await send('GET', feed)).body).toContain('<openSearch:totalResults>0<');
  });

  it.each([
    ['a body over the limit', 413, 'POST', feed, { body: tennis.replace('Beth', 'x'.repeat(1_100_000)) }],
    ['another media type', 415, 'POST', feed, { body: tennis, headers: { 'content-type': 'text/plain' } }],
    [
      'broken JSON',
      400,
      'POST',
      `${feed}?alt=jsonc`,
      { body: '{"data":', headers: { 'content-type': 'application/json' } },
    ],
    ['JSON without data', 400, 'POST', feed, { body: '[]', headers: { 'content-type': 'application/json' } }],
    [
      'deep JSON',
      400,
      'POST',
      feed,
      {
        body: `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
        headers: { 'content-type': 'application/json' },
      },
    ],
    [
      'JSON of wrong types',
      400,
      'POST',
      feed,
      { body: '{"data":{"title":5}}', headers: { 'content-type': 'application/json' } },
    ],
    ['an end before the start', 400, 'POST', feed, { body: tennis.replace('T17:00', 'T13:00') }],
    [
      'six reminders',
      400,
      'POST',
      feed,
      { body: tennis.replace('</entry>', `${'<gd:reminder minutes="10"/>'.repeat(6)}</entry>`) },
    ],
    [
      'guests who may modify but not see',
      400,
      'POST',
      feed,
      {
        body: tennis.replace(
          '</entry>',
          "<c:guestsCanModify xmlns:c='http://schemas.google.com/gCal/2005' value='true'/></entry>",
        ),
      },
    ],
    [
      'a long extended property',
      400,
      'POST',
      feed,
      { body: tennis.replace('</entry>', `<gd:extendedProperty name='x' value='${'y'.repeat(1_025)}'/></entry>`) },
    ],
    ['an unknown visibility', 400, 'GET', 'default/secret/full', {}],
    [
      'an address with a wrong cookie',
      404,
      'GET',
      'alice%40example.org/private-08ce2fac8efa42f2a0d04eceb7d68cc9/basic',
      {},
    ],
    ['a change of a read-only feed', 403, 'POST', 'default/private/basic', { body: tennis }],
    ['an unknown projection', 400, 'GET', 'default/private/half', {}],
    ['a category query', 400, 'GET', `${feed}/-/work`, {}],
    ['a partial response of protocol 1', 400, 'GET', `${feed}?fields=entry(title)`, { version: null }],
    ['a partial response of JSON-C', 400, 'GET', `${feed}?fields=entry(title)&alt=jsonc`, {}],
    ['malformed escapes', 400, 'GET', 'default/private/%zz', {}],
    ['an event that is not there', 404, 'GET', `${feed}/nothere`, {}],
    ['an instance that is not there', 404, 'GET', `${feed}/nothere_20200101`, {}],
    ['another version', 400, 'GET', feed, { version: '3.0' }],
    ['PATCH in JSON-C', 501, 'PATCH', `${feed}/x`, { body: '{}', headers: { 'content-type': 'application/json' } }],
    ['PATCH of protocol 1', 501, 'PATCH', `${feed}/x`, { body: tennis, version: null }],
    ['RSS of a change', 400, 'POST', `${feed}?alt=rss`, { body: tennis }],
    ['a script as a callback', 400, 'GET', `${feed}?alt=json-in-script&callback=alert(1)//`, {}],
    ['a method that makes no sense', 405, 'PUT', feed, { body: tennis }],
    ['a long q', 400, 'GET', `${feed}?q=${'%22-'.repeat(2_000)}`, {}],
  ] as [string, number, string, string, Options][])('%s is %i', async (...[, status, method, path, options]) => {
    expect((await send(method, path, options)).statusCode).toBe(status);
  });

  it.each([
    ['steps of any depth', 'entry//title'],
    ['a function', "entry[document('x')]"],
    ['an axis', 'entry/ancestor::feed'],
    ['a number', 'entry[1]'],
    ['brackets', '['.repeat(2_600)],
    ['900 groups', `${'a('.repeat(900)}b${')'.repeat(900)}`],
    ['900 conditions in each other', `entry[${'not('.repeat(900)}title${')'.repeat(900)}]`],
    ['alternatives without an end', `entry[${'title='.repeat(600)}1]`],
    ['an unknown prefix', 'entry(yt:x)'],
    ['more than 4,096 characters', 'title,'.repeat(800)],
  ])('gdata-xpath-fields: %s is 400', async (_name, fields) => {
    const answer = await send('GET', `${feed}?fields=${encodeURIComponent(fields)}`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      400,
      'application/vnd.google.gdata.error+xml',
    ]);
  });

  it.each([
    ['100 pairs', Array.from({ length: 100 }, (_, i) => `[n${i}:v]`).join('')],
    ['8 kB of brackets', '['.repeat(8_000)],
    ['quotes without an end', `[a:"${'\\\\"'.repeat(400)}`],
  ])('gdata-q-redos: extq of %s is 400', async (_name, extq) => {
    expect([400, 414]).toContain((await send('GET', `${feed}?extq=${encodeURIComponent(extq)}`)).statusCode);
  });

  it('gdata-q-redos: extq of one pair 500 times is that pair', async () => {
    expect((await send('GET', `${feed}?extq=${'[a:b]'.repeat(500)}`)).body).toContain('<openSearch:totalResults>0<');
  });

  it('gdata-q-redos: quotes, minus signs and wildcards are text', async () => {
    for (const q of ['"-'.repeat(900), '-'.repeat(1_900), '%_\\%', '"'.repeat(1_999), `${'a '.repeat(900)}"`]) {
      expect((await send('GET', `${feed}?q=${encodeURIComponent(q)}`)).statusCode).toBe(200);
    }
  });

  it('rrule-secondly: refused, or cut with a warning', async () => {
    const text = 'DTSTART:20260101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY';
    const body = tennis.replace(/<gd:when.*<\/gd:when>/s, `<gd:recurrence>${text}</gd:recurrence>`);
    const created = await send('POST', feed, { body });
    expect([201, 400]).toContain(created.statusCode);
    for (const query of ['', '&singleevents=true']) {
      const answer = await send('GET', `${feed}?start-min=2026-01-01&start-max=2027-01-01&max-results=99999${query}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers.warning !== undefined).toBe(created.statusCode === 201);
      expect(count(answer.body, '<gd:when endTime=')).toBeLessThan(3_100);
    }
  });

  it('errors come in the form of the request', async () => {
    const atom = await send('GET', `${feed}/nothere`);
    expect(atom.body).toContain('<code>ResourceNotFoundException</code><internalReason>');
    const first = await send('GET', `${feed}/nothere`, { version: null });
    expect([first.headers['content-type'], first.body]).toEqual(['text/plain; charset=UTF-8', 'Not found.']);
    const json = await send('GET', `${feed}/nothere?alt=jsonc`);
    expect(json.json()).toMatchObject({
      error: { code: 404, message: 'Not found.', errors: [{ reason: 'ResourceNotFoundException' }] },
    });
    expect(
      (await send('GET', feed, { headers: { authorization: 'Bearer wrong' } })).headers['www-authenticate'],
    ).toBeDefined();
  });

  it('take the request target in absolute form (old Python service class)', async () => {
    const { port } = new URL(gdata.server.url).port
      ? new URL(gdata.server.url)
      : { port: String((gdata.server.app.getHttpServer() as { address(): { port: number } }).address().port) };
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(
          `GET http://127.0.0.1:${port}/calendar/feeds/default?v=2 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${gdata.server.tokens.alice}\r\nConnection: close\r\n\r\n`,
        ),
      );
      const parts: Buffer[] = [];
      socket
        .on('data', (part) => void parts.push(part))
        .on('end', () => resolve(Buffer.concat(parts).toString()))
        .on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text).toContain("Alice Adler's Calendar List");
  });

  it('answers HEAD like GET without a body', async () => {
    const head = await send('HEAD', feed);
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(head.headers['content-type']).toContain('type=feed');
  });
});
