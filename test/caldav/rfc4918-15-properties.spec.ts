import { describe, expect, it } from 'vitest';
import {
  allprop,
  content,
  davServer,
  eventText,
  missing,
  newCalendar,
  propfind,
  put,
  responses,
  xml,
} from './dav-client.js';

/** RFC 4918 §13 to §16: answers of many parts, and the properties that WebDAV defines. */
let now = Date.parse('2026-03-01T08:00:00Z');
const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}calendar/`;
const object = `${calendar}one.ics`;
const places = [
  '/dav/',
  '/dav/principals/alice@example.org/',
  home,
  calendar,
  object,
  `${home}inbox/`,
  `${home}outbox/`,
];

const { dav } = await davServer({ clock: () => now });
await put(dav, object, eventText());

const set = (path: string, value: string) =>
  dav({ method: 'PROPPATCH', path, body: xml('D:propertyupdate', `<D:set><D:prop>${value}</D:prop></D:set>`) });
const of = async (path: string, name: string): Promise<string | null> => {
  const { body } = await propfind(dav, path, '0', name);
  return missing(body).includes(name) ? null : content(body, name);
};
const move = (path: string, to: string) => dav({ method: 'MOVE', path, headers: { destination: to } });

describe('§13, §14: a multistatus', () => {
  it('has an href in each response, and in each propstat one prop of bare names and one status', async () => {
    for (const path of [home, calendar]) {
      const { body } = await propfind(dav, path, '1', 'D:getetag', 'D:displayname', 'D:nothing');
      const all = body.match(/<D:response>.*?<\/D:response>/gs)!;
      expect(all.length).toBeGreaterThan(1);
      for (const text of all) {
        expect(text.match(/<D:href>/g)).toHaveLength(1);
        for (const [part] of text.matchAll(/<D:propstat>.*?<\/D:propstat>/gs)) {
          expect(part).toMatch(/^<D:propstat><D:prop>.*<\/D:prop><D:status>HTTP\/1\.1 [2345]\d\d .*<\/D:status>/s);
          expect([part.match(/<D:prop>/g), part.match(/<D:status>/g)].map((found) => found!.length)).toEqual([1, 1]);
        }
        expect(missing(text)).toContain('<D:nothing/>');
      }
    }
  });

  it('§14.20: names in a PROPFIND may have anything in them, which is passed over', async () => {
    const body = xml('D:propfind', '<D:prop><D:displayname>x<q:y xmlns:q="urn:y"/></D:displayname></D:prop>');
    const found = await dav({ method: 'PROPFIND', path: calendar, headers: { depth: '0' }, body });
    expect(content(found.body, 'D:displayname')).toBe(await of(calendar, 'D:displayname'));
  });

  it('§14.23: a DAV:remove with a value removes the property by its name', async () => {
    await set(object, '<q:gone xmlns:q="urn:t">1</q:gone>');
    const remove = '<D:remove><D:prop><q:gone xmlns:q="urn:t">other</q:gone></D:prop></D:remove>';
    const removed = await dav({ method: 'PROPPATCH', path: object, body: xml('D:propertyupdate', remove) });
    expect(removed.body).toContain('HTTP/1.1 200 OK');
    const all = await allprop(dav, object);
    expect(all.body).not.toContain('urn:t');
  });
});

describe('§15: the properties', () => {
  it.each(places)('resourcetype has elements only, on %s', async (path) => {
    const type = await of(path, 'D:resourcetype');
    expect(type).not.toBeNull();
    expect(type!.replaceAll(/<[^>]+>/g, '')).toBe('');
    expect(type!.includes('<D:collection/>')).toBe(path.endsWith('/'));
  });

  it.each([
    'creationdate',
    'getcontentlength',
    'getcontenttype',
    'getetag',
    'getlastmodified',
    'lockdiscovery',
    'quota-used-bytes',
    'quota-available-bytes',
    'resourcetype',
    'supportedlock',
  ])('cannot be set: %s', async (name) => {
    for (const path of [calendar, object]) {
      const before = await of(path, `D:${name}`);
      const refused = await set(path, `<D:${name}>x</D:${name}>`);
      expect([refused.statusCode, refused.body]).toEqual([
        207,
        expect.stringContaining('<D:error><D:cannot-modify-protected-property/></D:error>'),
      ]);
      expect(await of(path, `D:${name}`)).toBe(before);
    }
  });

  it('say of an object what GET says in its headers', async () => {
    const { headers } = await dav({ method: 'GET', path: object });
    expect(await of(object, 'D:getcontentlength')).toBe(headers['content-length']);
    expect(await of(object, 'D:getcontenttype')).toBe(headers['content-type']);
    expect(await of(object, 'D:getetag')).toBe(headers.etag);
    expect(await of(object, 'D:getlastmodified')).toBe(headers['last-modified']);
    expect(headers['content-language']).toBeUndefined();
  });

  it('§15.2: displayname can be set, and goes along with a MOVE', async () => {
    const path = await newCalendar(dav);
    expect((await set(path, '<D:displayname>Of my own</D:displayname>')).body).toContain('HTTP/1.1 200 OK');
    expect(await of(path, 'D:displayname')).toBe('Of my own');
    expect((await move(path, `${home}named/`)).statusCode).toBe(201);
    expect(await of(`${home}named/`, 'D:displayname')).toBe('Of my own');
    expect(await of('/caldav/v2/alice@example.org/events/', 'D:displayname')).toBe(await of(calendar, 'D:displayname'));
  });

  it('§15.1, §9.9.1: creationdate stays the same with every change and with a MOVE', async () => {
    const path = `${calendar}born.ics`;
    await put(dav, path, eventText({ uid: 'born' }));
    const born = await of(path, 'D:creationdate');
    expect(born).toBe('2026-03-01T08:00:00Z');
    now += 60_000;
    await put(dav, path, eventText({ uid: 'born', summary: 'Changed' }));
    expect(await of(path, 'D:creationdate')).toBe(born);
    const other = await newCalendar(dav);
    for (const destination of [`${calendar}renamed.ics`, `${other}moved.ics`]) {
      const [from] = [...responses(await propfind(dav, calendar, '1', 'D:getetag')).keys()].filter((one) =>
        /born|renamed/.test(one),
      );
      expect((await move(from!, destination)).statusCode).toBe(201);
      expect(await of(destination, 'D:creationdate')).toBe(born);
    }
  });

  it('§8.6, §8.8, §15.7: ETag and Last-Modified change with the content, and only with it', async () => {
    const path = `${calendar}tags.ics`;
    const tags = async (): Promise<unknown[]> => {
      const { headers } = await dav({ method: 'GET', path });
      return [headers.etag, headers['last-modified']];
    };
    await put(dav, path, eventText({ uid: 'tags' }));
    const first = await tags();
    now += 60_000;
    await set(path, '<q:note xmlns:q="urn:t">1</q:note>');
    await put(dav, path, eventText({ uid: 'tags' }));
    expect(await tags()).toEqual(first);
    await put(dav, path, eventText({ uid: 'tags', summary: 'Changed' }));
    const [etag, modified] = await tags();
    expect(etag).not.toBe(first[0]);
    expect(Date.parse(String(modified))).toBe(now);
    await put(dav, path, eventText({ uid: 'tags' }));
    expect((await tags())[0]).not.toBe(first[0]);
  });
});

it('§12.1: 412 is for requests with a condition', async () => {
  for (const [method, status] of [
    ['GET', 200],
    ['PUT', 204],
    ['DELETE', 204],
  ] as const) {
    const body = method === 'PUT' ? { body: eventText({ summary: 'Again' }) } : {};
    expect(
      (
        await dav({
          method,
          path: object,
          headers: { 'content-type': 'text/calendar', 'if-match': '"other"' },
          ...body,
        })
      ).statusCode,
    ).toBe(method === 'GET' ? 200 : 412);
    expect(
      (await dav({ method, path: object, headers: { 'content-type': 'text/calendar' }, ...body })).statusCode,
    ).toBe(status);
  }
});
