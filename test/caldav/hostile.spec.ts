import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { basic, davServer, eventText, propfind, propfindBody, put, responses, xml } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}hostile/`;
const { server, dav } = await davServer({ listen: true });
await dav({ method: 'MKCALENDAR', path: calendar });

const ask = (body: string | Buffer, headers: Record<string, string> = {}, method = 'PROPFIND') =>
  dav({ method, path: calendar, body, headers: { depth: '0', ...headers } });
const plain = propfindBody('D:displayname').replace(/^<\?xml[^>]*\?>/, '');

describe('xml-doctype, xml-billion-laughs, xml-external', () => {
  const laughs = `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: 10 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')}]>`;

  it.each([
    ['an empty one', '<!DOCTYPE x>'],
    ['nested entities', laughs],
    ['a file', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'],
    ['a parameter entity', '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:1/"> %e;]>'],
    ['an external subset', '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">'],
  ])('refuses a document type in every method with a body: %s', async (_, doctype) => {
    for (const method of ['PROPFIND', 'PROPPATCH', 'REPORT', 'MKCALENDAR', 'MKCOL']) {
      const path = method.startsWith('MK') ? `${home}doctype/` : calendar;
      const response = await dav({
        method,
        path,
        body: `<?xml version="1.0"?>${doctype}${plain.replace('<D:displayname/>', '&a10;')}`,
      });
      expect([method, response.statusCode, response.headers['content-type']]).toEqual([
        method,
        400,
        'application/xml; charset=utf-8',
      ]);
      // RFC 4918 §16, §20.6.
      expect(response.body.includes('<D:no-external-entities/>')).toBe(doctype.includes('SYSTEM'));
    }
  });

  it('an include or a stylesheet does nothing', async () => {
    const body = `<?xml version="1.0"?><?xml-stylesheet href="file:///etc/passwd"?>${plain.replace('<D:displayname/>', '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')}`;
    const response = await ask(body);
    expect(response.statusCode).toBe(207);
    expect(response.body).not.toContain('root:');
  });
});

describe('xml-depth, xml-wide', () => {
  it('100 000 nested elements are 400', async () => {
    const response = await ask('<a>'.repeat(100_000) + '</a>'.repeat(100_000));
    expect(response.statusCode).toBe(400);
  });

  it('50 000 names are refused; 1 000 are answered', async () => {
    const names = (count: number): string =>
      xml('D:propfind', `<D:prop>${Array.from({ length: count }, (_, i) => `<D:n${i}/>`).join('')}</D:prop>`);
    expect((await ask(names(50_000))).statusCode).toBe(400);
    const body = names(1_000);
    const response = await ask(body);
    expect(response.statusCode).toBe(207);
    expect(response.body.length).toBeLessThan(4 * body.length);
  });

  it('more attributes than an element may have are 400', async () => {
    expect(
      (await ask(plain.replace('<D:prop>', `<D:prop ${Array.from({ length: 65 }, (_, i) => `a${i}=""`).join(' ')}>`)))
        .statusCode,
    ).toBe(400);
  });
});

describe('xml-encoding', () => {
  const utf16 = (bigEndian: boolean, declaration = ''): Buffer => {
    const bytes = Buffer.from(`\ufeff${declaration}${plain}`, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };
  const typed = (charset: string): Record<string, string> => ({
    'content-type': `application/xml; charset=${charset}`,
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${plain}`), {}, 207],
    ['UTF-16, little', utf16(false), typed('utf-16'), 207],
    ['UTF-16, big', utf16(true, '<?xml version="1.0" encoding="UTF-16"?>'), typed('"UTF-16"'), 207],
    ['UTF-16 declared as UTF-8', utf16(false), {}, 415],
    ['UTF-8 declared as UTF-16', Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${plain}`), {}, 415],
    ['UTF-16 without a mark', utf16(false).subarray(2), typed('utf-16'), 415],
    ['UTF-7', Buffer.from(`<?xml version="1.0" encoding="UTF-7"?>${plain}`), {}, 415],
    ['an encoding that nobody has', Buffer.from(`<?xml version="1.0" encoding="x"?>${plain}`), {}, 415],
    ['an overlong slash', Buffer.concat([Buffer.from(plain), Buffer.from([0xc0, 0xaf])]), {}, 400],
    [
      'a lone surrogate',
      Buffer.concat([Buffer.from(plain.replace('/></D:prop>', '>')), Buffer.from([0xed, 0xa0, 0x80])]),
      {},
      400,
    ],
    ['a NUL', Buffer.from(plain.replace('<D:prop>', '<D:prop>\0')), {}, 400],
    ['a control character', Buffer.from(plain.replace('<D:prop>', '<D:prop>\u0007')), {}, 400],
    ['a reference to one', Buffer.from(plain.replace('<D:prop>', '<D:prop>&#7;')), {}, 400],
  ])('takes what is in an encoding that it names, and no other: %s', async (...[, body, headers, status]) => {
    const response = await ask(body, headers);
    expect(response.statusCode).toBe(status);
  });
});

describe('xml-wrong-root', () => {
  it.each([
    ['in no namespace', 'REPORT', '<sync-collection/>', 403, '<D:supported-report/>'],
    ['in another namespace', 'REPORT', '<D:sync-collection xmlns:D="urn:x"/>', 403, '<D:supported-report/>'],
    ['an undeclared prefix', 'REPORT', '<D:sync-collection/>', 400, ''],
    ['two roots', 'REPORT', `${plain}${plain}`, 400, ''],
    ['text after the root', 'PROPFIND', `${plain}x`, 400, ''],
    ['an empty report', 'REPORT', '', 400, ''],
    ['white space', 'PROPFIND', '  \n', 400, ''],
    ['half a document', 'PROPFIND', plain.slice(0, -5), 400, ''],
    ['another root', 'PROPFIND', xml('D:propertyupdate', ''), 400, ''],
    ['no choice', 'PROPFIND', xml('D:propfind', ''), 400, ''],
    ['two choices', 'PROPFIND', xml('D:propfind', '<D:allprop/><D:propname/>'), 400, ''],
  ])(
    'says what is wrong with a body, never in an empty DAV:error: %s',
    async (...[, method, body, status, element]) => {
      const response = await ask(body, {}, method);
      expect([response.statusCode, response.body]).toEqual([status, expect.stringContaining(element)]);
      // Thunderbird reads a bare DAV:error as a rate limit.
      expect(response.body).not.toMatch(/<D:error[^>]*(?:\/>|><\/D:error>)/);
    },
  );

  it('an empty PROPFIND asks for allprop', async () => {
    const response = await dav({ method: 'PROPFIND', path: calendar, headers: { depth: '0' } });
    for (const name of ['D:resourcetype', 'D:displayname', 'D:creationdate', 'D:getlastmodified'])
      expect(response.body).toContain(`<${name}>`);
    expect(response.body).not.toContain('C:calendar-timezone');
    expect(response.body).not.toContain(' 404 ');
  });

  it('propname names what there is, with DAV:include more of it', async () => {
    const names = await ask(xml('D:propfind', '<D:propname/>'));
    expect(names.body).toContain('<C:calendar-timezone/>');
    expect(names.body).not.toContain('BEGIN:');
    const included = await ask(xml('D:propfind', '<D:allprop/><D:include><C:calendar-timezone-id/></D:include>'));
    expect(included.body).toContain('<C:calendar-timezone-id>Europe/Berlin');
  });
});

describe('dav-depth-infinity', () => {
  it.each(['/', home])('is refused by name on %s', async (path) => {
    const response = await propfind(dav, path, 'infinity', 'D:displayname');
    expect([response.statusCode, response.body]).toEqual([403, expect.stringContaining('<D:propfind-finite-depth/>')]);
  });

  it('of a calendar means its members, which have nothing below them', async () => {
    const [all, members] = [await propfind(dav, calendar, 'infinity'), await propfind(dav, calendar, '1')];
    expect([all.statusCode, all.body]).toEqual([207, members.body]);
  });

  it('anything else is 400', async () =>
    expect((await propfind(dav, calendar, '2', 'D:displayname')).statusCode).toBe(400));
});

describe('dav-href-traversal', () => {
  it.each([
    '..',
    '.',
    '%2e%2e',
    '%2e%2e%2fother',
    '..%2f..',
    '../x.ics',
    './x.ics',
    '/x.ics',
    '%00.ics',
    'a%00',
    'a%0d%0aX:y',
    '%zz',
    '%',
    '%c3',
    '%ff%fe',
    '%ed%a0%80',
    '%7f',
    '%2fetc%2fpasswd',
  ])('%s leads nowhere', async (segment) => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PROPFIND']) {
      expect([400, 404]).toContain(await rawStatus(method, `${calendar}${segment}`));
    }
    expect(responses(await propfind(dav, calendar, '1', 'D:getetag')).size).toBe(1);
  });

  it('nothing lies below an object', async () => {
    for (const [method, status] of Object.entries({ GET: 404, PUT: 409, DELETE: 404, PROPFIND: 404 }))
      expect(await rawStatus(method, `${calendar}a/b.ics`)).toBe(status);
    expect(responses(await propfind(dav, calendar, '1', 'D:getetag')).size).toBe(1);
  });

  it.each([
    ';',
    'a;b=c',
    '%252e%252e',
    '%2e%2e%5c',
    'a%5Cb',
    "it's",
    '(x)',
    '~',
    '$',
    'a&b',
    '%22',
    '%3Cb%3E',
    '%E2%80%AE',
  ])('%s is a name like any other', async (segment) => {
    expect((await put(dav, `${calendar}${segment}`, eventText())).statusCode).toBe(201);
    const listing = responses(await propfind(dav, calendar, '1', 'D:getetag'));
    const [path] = [...listing.keys()].filter((href) => href !== calendar);
    const href = path!.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    expect(decodeURIComponent(href)).toBe(calendar + decodeURIComponent(segment));
    expect((await dav({ method: 'DELETE', path: href })).statusCode).toBe(204);
  });

  it('a segment of 8 kB is 414', async () => {
    expect((await dav({ method: 'GET', path: `${calendar}${'x'.repeat(7_000)}` })).statusCode).toBe(414);
    expect((await dav({ method: 'GET', path: `${calendar}${'x'.repeat(8_200)}` })).statusCode).toBe(414);
    expect((await dav({ method: 'GET', path: `${calendar}${'x'.repeat(256)}` })).statusCode).toBe(414);
  });
});

/** A path exactly as it is written; inject would tidy it up. */
async function rawStatus(method: string, path: string): Promise<number> {
  const { hostname, port } = new URL(server.url);
  const call = request({
    hostname,
    port,
    method,
    path,
    headers: { authorization: basic(server, 'alice'), depth: '0', 'content-type': 'text/calendar' },
  });
  call.end(method === 'PUT' ? eventText() : undefined);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode!;
}

describe('unknown addresses', () => {
  it.each([
    '/dav/x/',
    '/dav/principals/a/b',
    '/caldav/v1/',
    '/caldav/v2/alice@example.org/inbox/',
    '/.well-known/caldav/x',
  ])('%s is 404', async (path) => {
    expect((await dav({ method: 'PROPFIND', path, headers: { depth: '0' } })).statusCode).toBe(404);
  });
});

describe('trouble of our own', () => {
  it('is 503 with Retry-After and the request id, never a 4xx, and stands in the log', async () => {
    const { reader } = server.gateway.dependencies.store;
    const { versions } = reader;
    reader.versions = () => Promise.reject(new Error('secret: table event_series is on fire'));
    const response = await dav({
      method: 'PROPFIND',
      path: calendar,
      headers: { depth: '1', 'x-request-id': 'r-1' },
      body: propfindBody('D:getetag'),
    });
    reader.versions = versions;
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
    expect(response.body).toContain('r-1');
    expect(response.body).not.toContain('secret');
    expect(server.logs.some((line) => line.includes('r-1') && line.includes('on fire'))).toBe(true);
  });
});
