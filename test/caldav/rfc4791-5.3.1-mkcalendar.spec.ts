import { beforeEach, describe, expect, it } from 'vitest';
import { viewerOf } from '../harness/index.js';
import { content, davServer, eventText, newCalendar, propfind, put, xml } from './dav-client.js';

const { server, dav } = await davServer();

const home = '/dav/calendars/alice@example.org/';
let calendar = '';
beforeEach(async () => {
  calendar = await newCalendar(dav);
});

const get = (path: string) => dav({ method: 'GET', path });

describe('MKCALENDAR and MKCOL', () => {
  const apple = xml(
    'C:mkcalendar',
    `<D:set><D:prop><D:displayname>Work</D:displayname><A:calendar-order>7</A:calendar-order><A:calendar-color symbolic-color="green">#63DA38FF</A:calendar-color>
     <C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp><C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>
     <C:calendar-timezone>BEGIN:VCALENDAR&#13;
VERSION:2.0&#13;
BEGIN:VTIMEZONE&#13;
TZID:America/New_York&#13;
BEGIN:STANDARD&#13;
DTSTART:20071104T020000&#13;
TZOFFSETFROM:-0400&#13;
TZOFFSETTO:-0500&#13;
END:STANDARD&#13;
END:VTIMEZONE&#13;
END:VCALENDAR&#13;
</C:calendar-timezone></D:prop></D:set>`,
  );

  it('takes all that macOS sends at once', async () => {
    const path = `${home}5E2A7B1C-MAC/`;
    const response = await dav({ method: 'MKCALENDAR', path, body: apple });
    expect([response.statusCode, response.body, response.headers['cache-control']]).toEqual([201, '', 'no-cache']);
    const { body } = await propfind(
      dav,
      path,
      '0',
      'D:displayname',
      'A:calendar-order',
      'A:calendar-color',
      'C:schedule-calendar-transp',
      'C:supported-calendar-component-set',
      'C:calendar-timezone-id',
    );
    expect(content(body, 'D:displayname')).toBe('Work');
    expect(content(body, 'A:calendar-order')).toBe('7');
    expect(body).toContain('<A:calendar-color symbolic-color="green">#63DA38FF</A:calendar-color>');
    expect(content(body, 'C:schedule-calendar-transp')).toBe('<C:transparent/>');
    expect(content(body, 'C:supported-calendar-component-set')).toBe('<C:comp name="VEVENT"/>');
    expect(content(body, 'C:calendar-timezone-id')).toBe('America/New_York');
    const task = eventText()
      .replaceAll('VEVENT', 'VTODO')
      .replace(/DTEND.*\r\n/, '');
    const refused = await put(dav, `${path}t.ics`, task);
    expect([refused.statusCode, refused.body]).toEqual([
      403,
      expect.stringContaining('<C:supported-calendar-component/>'),
    ]);
  });

  it('makes a calendar by extended MKCOL, named later by PROPPATCH (CalDavSynchronizer)', async () => {
    const path = `${home}outlook/`;
    const body = xml(
      'D:mkcol',
      '<D:set><D:prop><D:resourcetype><D:collection/><C:calendar/></D:resourcetype></D:prop></D:set>',
    );
    expect((await dav({ method: 'MKCOL', path, body })).statusCode).toBe(201);
    const patch = xml('D:propertyupdate', '<D:set><D:prop><D:displayname>Outlook</D:displayname></D:prop></D:set>');
    expect((await dav({ method: 'PROPPATCH', path, body: patch })).statusCode).toBe(207);
    expect(content((await propfind(dav, path, '0', 'D:displayname')).body, 'D:displayname')).toBe('Outlook');
  });

  it('makes all or nothing', async () => {
    const body = xml(
      'C:mkcalendar',
      '<D:set><D:prop><D:displayname>x</D:displayname><D:getetag>"x"</D:getetag></D:prop></D:set>',
    );
    const response = await dav({ method: 'MKCALENDAR', path: `${home}half/`, body });
    expect([response.statusCode, response.headers['cache-control']]).toEqual([207, 'no-cache']);
    expect(response.body).toContain(
      '<D:prop><D:displayname/></D:prop><D:status>HTTP/1.1 424 Failed Dependency</D:status>',
    );
    expect(response.body).toContain(
      '<D:prop><D:getetag/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status><D:error><D:cannot-modify-protected-property/></D:error>',
    );
    expect((await propfind(dav, `${home}half/`, '0', 'D:displayname')).statusCode).toBe(404);
  });

  it('processes instructions from top to bottom', async () => {
    const path = `${home}order/`;
    const names = ['first', 'second'].map(
      (name) => `<D:set><D:prop><D:displayname>${name}</D:displayname></D:prop></D:set>`,
    );
    const made = await dav({ method: 'MKCALENDAR', path, body: xml('C:mkcalendar', names.join('')) });
    expect(made.statusCode).toBe(201);
    expect(content((await propfind(dav, path, '0', 'D:displayname')).body, 'D:displayname')).toBe('second');
  });

  it('answers that are refusals are not to be kept either', async () => {
    for (const path of [calendar, `${calendar}inside/`, '/dav/calendars/bob@example.org/x/']) {
      const { headers } = await dav({ method: 'MKCALENDAR', path });
      expect(headers['cache-control'], path).toBe('no-cache');
    }
  });

  it('refuses what is there, other collections, other homes and other places', async () => {
    const status = async (method: string, path: string, body?: string): Promise<[number, string]> => {
      const response = await dav({ method, path, body });
      return [
        response.statusCode,
        /<[DC]:(resource-must-be-null|valid-resourcetype|need-privileges)/.exec(response.body)?.[1] ?? '',
      ];
    };
    expect(await status('MKCALENDAR', calendar)).toEqual([403, 'resource-must-be-null']);
    expect(await status('MKCOL', calendar)).toEqual([405, 'resource-must-be-null']);
    expect(await status('MKCOL', `${home}plain/`)).toEqual([403, 'valid-resourcetype']);
    expect(await status('MKCALENDAR', '/dav/calendars/bob@example.org/x/')).toEqual([403, 'need-privileges']);
    expect((await status('MKCALENDAR', `${calendar}inside/`))[0]).toBe(403);
    expect((await status('MKCALENDAR', `${home}bad/`, xml('D:propfind', '')))[0]).toBe(400);
  });
});

describe('PROPPATCH', () => {
  const patch = (content: string, path = calendar) =>
    dav({ method: 'PROPPATCH', path, body: xml('D:propertyupdate', content) });
  const set = (content: string): string => `<D:set><D:prop>${content}</D:prop></D:set>`;

  it('sets a name and a colour, and takes a description away again', async () => {
    const response = await patch(
      set(
        '<D:displayname>Neu &amp; bunt</D:displayname><A:calendar-color>#ff0080</A:calendar-color><C:calendar-description xml:lang="de">Text</C:calendar-description>',
      ),
    );
    expect(response.statusCode).toBe(207);
    expect(content(response.body, 'D:prop')).toBe('<D:displayname/><A:calendar-color/><C:calendar-description/>');
    expect(response.body.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    const { body } = await propfind(dav, calendar, '0', 'D:displayname', 'A:calendar-color', 'C:calendar-description');
    expect(content(body, 'D:displayname')).toBe('Neu &amp; bunt');
    expect(content(body, 'A:calendar-color')).toBe('#ff0080');
    expect(body).toContain('<C:calendar-description xml:lang="de">Text</C:calendar-description>');
    await patch('<D:remove><D:prop><C:calendar-description/></D:prop></D:remove>');
    expect((await propfind(dav, calendar, '0', 'C:calendar-description')).body).toContain(' 404 ');
  });

  it.each([
    ['a value that makes no sense', '<A:calendar-color>reddish</A:calendar-color>', 'HTTP/1.1 409'],
    [
      'a value that is too long',
      `<C:calendar-description>${'x'.repeat(65_537)}</C:calendar-description>`,
      'HTTP/1.1 403',
    ],
    ['a protected property', '<D:resourcetype/>', 'cannot-modify-protected-property'],
    ['an unknown zone', '<C:calendar-timezone-id>Mars/Olympus</C:calendar-timezone-id>', 'C:valid-timezone'],
    ['a time zone that is none', '<C:calendar-timezone>x</C:calendar-timezone>', 'C:valid-calendar-data'],
  ])('changes nothing when there is %s', async (_, bad, mark) => {
    const response = await patch(set(`<D:displayname>Gone</D:displayname>${bad}`));
    expect(response.statusCode).toBe(207);
    expect(response.body).toContain(mark);
    expect(response.body).toContain(
      '<D:prop><D:displayname/></D:prop><D:status>HTTP/1.1 424 Failed Dependency</D:status>',
    );
    expect(content((await propfind(dav, calendar, '0', 'D:displayname')).body, 'D:displayname')).not.toBe('Gone');
  });

  it('refuses what is no PROPPATCH', async () => {
    expect((await patch('')).statusCode).toBe(400);
    expect((await dav({ method: 'PROPPATCH', path: calendar })).statusCode).toBe(400);
  });
});

describe('DELETE of a calendar', () => {
  it('removes it with what is in it', async () => {
    await put(dav, `${calendar}A.ics`, eventText());
    expect((await dav({ method: 'DELETE', path: calendar })).statusCode).toBe(204);
    expect((await get(`${calendar}A.ics`)).statusCode).toBe(404);
  });

  it('does not remove the primary one, by either address', async () => {
    const own = await server.core.calendars.list(await viewerOf(server.core, 'alice@example.org'));
    const primary = own.find((open) => open.calendar.kind === 'primary')!.calendar;
    for (const path of [`${home}${primary.collectionName}/`, '/caldav/v2/alice@example.org/events/']) {
      const response = await dav({ method: 'DELETE', path });
      expect(response.statusCode).toBe(403);
      expect(response.body).toContain('<m:error-description');
    }
  });
});
