import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { Response } from 'light-my-request';
import { describe, expect, it } from 'vitest';
import { basic, content, davServer, eventText, missing, propfind, put, xml, type Dav } from './dav-client.js';

/** RFC 4918 §9: what WebDAV's own conformance programs ask of the methods, one line each. */
const home = '/dav/calendars/alice@example.org/';
const one = `${home}calendar/one.ics`;

const { server, dav } = await davServer({ listen: true });
expect((await put(dav, one, eventText())).statusCode).toBe(201);

/** As it goes over the wire: `inject` would leave the fragment out. */
async function statusOf(method: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(server.url);
  const sent = request({ hostname, port, method, path, headers: { authorization: basic(server, 'alice') } }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode;
}

const refusal = ({ statusCode, body }: Response): [number, string] => [
  statusCode,
  /<[DC]:([a-z-]+)[ />]/.exec(body.replace(/^.*?<D:error[^>]*>/s, ''))?.[1] ?? '',
];

describe('MKCOL, MKCALENDAR', () => {
  it.each([
    ['MKCOL', `${home}nope/sub/`, [409, '']],
    ['MKCALENDAR', `${home}nope/sub/`, [409, '']],
    ['MKCOL', `${home}calendar/sub/sub/`, [409, '']],
    ['MKCALENDAR', `${home}calendar/sub/sub/`, [409, '']],
    ['MKCOL', one, [405, 'resource-must-be-null']],
    ['MKCALENDAR', one, [403, 'resource-must-be-null']],
    ['MKCOL', `${home}calendar/`, [405, 'resource-must-be-null']],
    ['MKCALENDAR', `${home}calendar/`, [403, 'resource-must-be-null']],
    ['MKCOL', `${home}calendar/sub/`, [403, 'calendar-collection-location-ok']],
    ['MKCALENDAR', `${home}calendar/sub/`, [403, 'calendar-collection-location-ok']],
    ['MKCALENDAR', '/dav/calendars/bob@example.org/new/', [403, 'need-privileges']],
  ])('are refused by name: %s %s', async (method, path, expected) => {
    expect(refusal(await dav({ method, path }))).toEqual(expected);
    expect((await dav({ method: 'GET', path: one })).body).toBe(eventText());
  });

  it('is not allowed on an event, whatever it says there', async () => {
    const { headers } = await dav({ method: 'OPTIONS', path: one });
    expect(headers.allow).not.toContain('MK');
  });

  it('MKCOL with a body that is no XML is 415 (§9.3)', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await dav({ method: 'MKCOL', path: `${home}plain/`, body: 'hello', headers })).statusCode).toBe(415);
    expect((await propfind(dav, `${home}plain/`, '0', 'D:resourcetype')).statusCode).toBe(404);
  });
});

describe('DELETE', () => {
  it('with a fragment deletes nothing', async () => {
    expect(await statusOf('DELETE', `${one}#frag`)).toBe(400);
    expect((await dav({ method: 'GET', path: one })).statusCode).toBe(200);
  });

  it.each([
    [`${home}calendar/missing.ics`, 404],
    [`${home}outbox/`, 405],
    [home, 405],
  ])('%s is %i', async (path, status) => {
    expect((await dav({ method: 'DELETE', path })).statusCode).toBe(status);
  });
});

describe('PUT', () => {
  it('needs a collection to be put into, and is not for collections', async () => {
    expect((await put(dav, `${home}nope/x.ics`, eventText({ uid: 'x' }))).statusCode).toBe(409);
    expect((await put(dav, `${home}calendar/nope/x.ics`, eventText({ uid: 'x' }))).statusCode).toBe(409);
    expect((await put(dav, `${home}calendar/`, eventText({ uid: 'x' }))).statusCode).toBe(405);
  });

  it('takes a name in UTF-8', async () => {
    const path = `${home}calendar/res-%e2%82%ac.ics`;
    expect((await put(dav, path, eventText({ uid: 'euro' }))).statusCode).toBe(201);
    expect((await dav({ method: 'GET', path })).statusCode).toBe(200);
  });
});

it.each(['DELETE', 'COPY', 'MOVE'])('§8.4: %s with a body, which would be ignored, is 415', async (method) => {
  const destination = `${home}calendar/elsewhere.ics`;
  const refused = await dav({ method, path: one, body: xml('D:propertyupdate', ''), headers: { destination } });
  expect(refused.statusCode).toBe(415);
  expect((await dav({ method: 'GET', path: one })).body).toBe(eventText());
});

it('RFC 3744 §7.1.1: need-privileges names the resource', async () => {
  const path = `${home}shared/`;
  await dav({ method: 'MKCALENDAR', path });
  const bob = '<D:principal><D:href>/dav/principals/bob@example.org/</D:href></D:principal>';
  const ace = `<D:ace>${bob}<D:grant><D:privilege><D:read/></D:privilege></D:grant></D:ace>`;
  await dav({ method: 'ACL', path, body: xml('D:acl', ace) });
  const asBob: Dav = (request) => dav({ ...request, as: 'bob' });
  const lacking = ({ body }: Response): string | null => content(content(body, 'D:need-privileges')!, 'D:href');
  expect(lacking(await put(asBob, `${path}bobs.ics`, eventText({ uid: 'bobs' })))).toBe(`${path}bobs.ics`);
  const body = xml('D:propertyupdate', '<D:set><D:prop><x xmlns="urn:x">1</x></D:prop></D:set>');
  expect(lacking(await asBob({ method: 'PROPPATCH', path, body }))).toBe(path);
});

describe('PROPFIND', () => {
  it.each([
    ['what is not well-formed', '<D:propfind xmlns:D="DAV:"><D:prop></D:propfind>'],
    ['a prefix of no namespace', '<D:propfind xmlns:D="DAV:"><D:prop><b:foo xmlns:b=""/></D:prop></D:propfind>'],
    ['another root', xml('D:propertyupdate', '')],
  ])('refuses %s', async (_, body) => {
    expect((await dav({ method: 'PROPFIND', path: home, headers: { depth: '0' }, body })).statusCode).toBe(400);
  });
});

it('§15.10: supportedlock is there and empty, and nothing is ever locked', async () => {
  for (const path of [home, `${home}calendar/`, one]) {
    const { body } = await propfind(dav, path, '0', 'D:supportedlock', 'D:lockdiscovery');
    expect(content(body, 'D:supportedlock'), path).toBe('');
    expect(missing(body), path).toBe('<D:lockdiscovery/>');
  }
});

it('LOCK and UNLOCK are 405, and class 2 is not announced', async () => {
  for (const method of ['LOCK', 'UNLOCK']) {
    const answer = await dav({ method, path: one });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).not.toContain('LOCK');
    expect(String(answer.headers.dav).split(', ')).not.toContain('2');
  }
});

describe('the root of the server', () => {
  it.each(['DELETE', 'COPY', 'MOVE', 'PUT', 'POST', 'MKCOL', 'MKCALENDAR', 'ACL', 'LOCK'])(
    'answers %s with 405 and what it allows',
    async (method) => {
      const answer = await dav({ method, path: '/', headers: { destination: '/dav/x/' } });
      expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'OPTIONS, PROPFIND, PROPPATCH, REPORT']);
    },
  );

  it('answers the reports that it names', async () => {
    const body = xml('D:principal-search-property-set', '');
    const answer = await dav({ method: 'REPORT', path: '/', body, headers: { depth: '0' } });
    expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('<D:principal-search-property>')]);
    expect((await dav({ method: 'REPORT', path: '/', as: null, body })).statusCode).toBe(401);
  });
});
