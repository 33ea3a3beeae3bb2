import { describe, expect, it } from 'vitest';
import { content, davServer, propfind, xml } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';

const { dav } = await davServer();

const calendar = '<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>';
const mkcol = (path: string, ...sets: string[]) =>
  dav({
    method: 'MKCOL',
    path,
    body: xml('D:mkcol', sets.map((set) => `<D:set><D:prop>${set}</D:prop></D:set>`).join('')),
  });
const propstat = (name: string, status: string, error = ''): string =>
  `<D:propstat><D:prop><${name}/></D:prop><D:status>HTTP/1.1 ${status}</D:status>${error}</D:propstat>`;

describe('RFC 5689 §3: extended MKCOL', () => {
  it('processes DAV:set instructions in document order, in several and in one', async () => {
    const names = (...all: string[]): string[] => all.map((name) => `<D:displayname>${name}</D:displayname>`);
    expect((await mkcol(`${home}order/`, ...names('first', 'second'), calendar)).statusCode).toBe(201);
    expect(content((await propfind(dav, `${home}order/`, '0', 'D:displayname')).body, 'D:displayname')).toBe('second');
    expect((await mkcol(`${home}one/`, calendar + names('1', '2').join(''))).statusCode).toBe(201);
    expect(content((await propfind(dav, `${home}one/`, '0', 'D:displayname')).body, 'D:displayname')).toBe('2');
  });

  it('makes nothing when a property cannot be set, and has a DAV:propstat for each', async () => {
    const path = `${home}half/`;
    const response = await mkcol(path, calendar, '<D:displayname>Half</D:displayname>', '<D:getetag>"x"</D:getetag>');
    expect([response.statusCode, response.headers['content-type']]).toEqual([403, 'application/xml; charset=utf-8']);
    expect(content(response.body, 'D:mkcol-response')).toBe(
      '<D:propstat><D:prop><D:resourcetype/><D:displayname/></D:prop><D:status>HTTP/1.1 424 Failed Dependency</D:status></D:propstat>' +
        propstat('D:getetag', '403 Forbidden', '<D:error><D:cannot-modify-protected-property/></D:error>'),
    );
    expect((await propfind(dav, path, '0', 'D:displayname')).statusCode).toBe(404);
    expect((await mkcol(path, calendar)).statusCode).toBe(201);
    expect(content((await propfind(dav, path, '0', 'D:displayname')).body, 'D:displayname')).toBe('half');
  });

  it.each([
    ['another type (§3.5)', '<D:resourcetype><D:collection/><x:special xmlns:x="urn:x"/></D:resourcetype>'],
    ['one type too many', '<D:resourcetype><D:collection/><C:calendar/><x:special xmlns:x="urn:x"/></D:resourcetype>'],
    ['a plain collection', '<D:resourcetype><D:collection/></D:resourcetype>'],
    ['a calendar that is no collection', '<D:resourcetype><C:calendar/></D:resourcetype>'],
    ['nothing', '<D:resourcetype/>'],
    ['no type', ''],
  ])('§3.3 valid-resourcetype: %s', async (_, type) => {
    const response = await mkcol(`${home}special/`, `${type}<D:displayname>Special</D:displayname>`);
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain(
      propstat('D:resourcetype', '403 Forbidden', '<D:error><D:valid-resourcetype/></D:error>'),
    );
    expect(response.body).toContain(propstat('D:displayname', '424 Failed Dependency'));
    expect((await propfind(dav, `${home}special/`, '0', 'D:displayname')).statusCode).toBe(404);
  });

  it('§4: makes what MKCALENDAR makes', async () => {
    const properties =
      '<D:displayname>Same</D:displayname><C:calendar-description xml:lang="en">As good</C:calendar-description><C:calendar-timezone-id>Asia/Tokyo</C:calendar-timezone-id><C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>';
    const body = xml('C:mkcalendar', `<D:set><D:prop>${properties}</D:prop></D:set>`);
    expect((await dav({ method: 'MKCALENDAR', path: `${home}twin/`, body })).statusCode).toBe(201);
    expect((await mkcol(`${home}like/`, calendar + properties)).statusCode).toBe(201);
    const shown = async (name: string): Promise<string> => {
      const names = ['D:resourcetype', 'D:displayname', 'C:calendar-description', 'C:calendar-timezone'];
      const { body } = await propfind(dav, home + name, '0', ...names, 'C:supported-calendar-component-set');
      return body.replaceAll(home + name, '');
    };
    expect(await shown('like/')).toBe(await shown('twin/'));
    expect(await shown('like/')).toContain('As good');
  });
});
