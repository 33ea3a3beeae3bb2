import { describe, expect, it } from 'vitest';
import { content, davServer, missing, propfind, propfindBody, responses } from './dav-client.js';

const { dav } = await davServer();

const principal = '/dav/principals/alice@example.org/';
const home = '/dav/calendars/alice@example.org/';

async function primary(): Promise<string> {
  const listing = await propfind(dav, home, '1', 'D:resourcetype');
  return [...responses(listing)].find(([, text]) => text.includes('<C:calendar/>'))![0];
}

describe('/.well-known/caldav', () => {
  it.each(['GET', 'HEAD', 'PROPFIND', 'OPTIONS'])(
    'redirects %s with a path, signed in or not, without Depth',
    async (method) => {
      for (const as of ['alice', null] as const) {
        const response = await dav({ method, path: '/.well-known/caldav', as });
        expect([response.statusCode, response.headers.location]).toEqual([301, '/dav/']);
        expect(response.headers['cache-control']).toBe('public, max-age=86400');
      }
    },
  );
});

describe('OPTIONS', () => {
  it.each([
    '/',
    '/dav/',
    principal,
    home,
    `${home}work/`,
    `${home}work/x.ics`,
    `${home}inbox/`,
    '/caldav/v2/alice@example.org/',
    '/caldav/v2/alice@example.org/user',
    '/caldav/v2/alice@example.org/events/',
  ])('is 200 and empty for anybody on %s', async (path) => {
    const response = await dav({ method: 'OPTIONS', path, as: null });
    expect([response.statusCode, response.body, response.headers['content-length']]).toEqual([200, '', '0']);
    expect(response.headers.dav).toBe(
      '1, 3, access-control, extended-mkcol, calendar-access, calendar-auto-schedule, calendar-availability, inbox-availability, calendar-proxy, calendarserver-sharing, calendarserver-principal-search',
    );
    expect(response.headers.allow).toContain('PROPFIND');
  });

  it('lists the methods of the kind of resource', async () => {
    const allow = async (path: string): Promise<string[]> =>
      String((await dav({ method: 'OPTIONS', path, as: null })).headers.allow).split(', ');
    const [object, calendar, homes] = await Promise.all([
      allow(`${home}x/y.ics`),
      allow(`${home}x/`),
      allow('/dav/calendars/'),
    ]);
    expect(object).toEqual(expect.arrayContaining(['OPTIONS', 'GET', 'HEAD', 'PUT', 'DELETE', 'COPY', 'MOVE']));
    expect(object).not.toContain('MKCALENDAR');
    expect(calendar).toEqual(expect.arrayContaining(['MKCALENDAR', 'MKCOL', 'DELETE', 'REPORT']));
    expect(calendar).not.toContain('PUT');
    expect(homes).not.toContain('DELETE');
  });

  it.each(['LOCK', 'UNLOCK', 'PATCH', 'SEARCH', 'POST'])('%s is 405 with what is allowed instead', async (method) => {
    const response = await dav({ method, path: `${home}x/y.ics` });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toContain('PROPFIND');
    expect(String(response.headers.allow).split(', ')).not.toContain(method);
  });
});

describe('what tsdav asks', () => {
  it('finds its way from the root to the reports of each calendar', async () => {
    const root = await propfind(dav, '/', '0', 'D:current-user-principal');
    expect(root.statusCode).toBe(207);
    expect(content(root.body, 'D:current-user-principal')).toBe(`<D:href>${principal}</D:href>`);
    const homes = await propfind(dav, principal, '0', 'C:calendar-home-set');
    expect(content(homes.body, 'C:calendar-home-set')).toBe(`<D:href>${home}</D:href>`);
    const listing = responses(
      await propfind(
        dav,
        home,
        '1',
        'D:resourcetype',
        'D:displayname',
        'CS:getctag',
        'C:supported-calendar-component-set',
        'D:sync-token',
      ),
    );
    expect(listing.has(home)).toBe(true);
    const calendars = [...listing].filter(([, text]) => text.includes('<C:calendar/>'));
    expect(calendars.map(([path]) => path)).toEqual([`${home}calendar/`, `${home}tasks/`]);
    const reports = await propfind(dav, calendars[0]![0], '0', 'D:supported-report-set');
    for (const name of ['C:calendar-query', 'C:calendar-multiget', 'D:sync-collection'])
      expect(reports.body).toContain(`<D:report><${name}/></D:report>`);
  });

  it('answers a PROPFIND without Depth for the resource alone', async () => {
    const response = await propfind(dav, '/dav/', undefined, 'D:current-user-principal');
    expect([...responses(response).keys()]).toEqual(['/dav/']);
  });
});

describe('what DAVx5 asks', () => {
  const names = [
    'D:resourcetype',
    'D:displayname',
    'D:current-user-principal',
    'D:current-user-privilege-set',
    'C:calendar-home-set',
    'C:supported-calendar-component-set',
    'A:calendar-color',
    'C:calendar-description',
    'C:calendar-timezone',
  ];

  it.each(['/', '/dav/', principal, home])('gets an answer from %s, whatever the user typed', async (path) => {
    const response = await propfind(dav, path, '0', ...names);
    expect(response.statusCode).toBe(207);
    expect(content(response.body, 'D:current-user-principal')).toBe(`<D:href>${principal}</D:href>`);
  });

  it('sees that a calendar can be written, and its time zone', async () => {
    const { body } = await propfind(dav, await primary(), '0', ...names);
    for (const privilege of ['D:write', 'D:write-content', 'D:bind', 'D:unbind', 'D:all'])
      expect(body).toContain(`<D:privilege><${privilege}/></D:privilege>`);
    expect(content(body, 'C:calendar-timezone')).toMatch(
      /^BEGIN:VCALENDAR[^]*TZID:Europe\/Berlin[^]*END:VCALENDAR\s*$/,
    );
    expect(content(body, 'C:supported-calendar-component-set')).toBe(
      '<C:comp name="VEVENT"/><C:comp name="VTODO"/><C:comp name="VJOURNAL"/>',
    );
  });

  it('finds calendar-access on the principal, then the addresses with mailto first', async () => {
    expect((await dav({ method: 'OPTIONS', path: principal })).headers.dav).toContain('calendar-access');
    const { body } = await propfind(dav, principal, '0', 'C:calendar-user-address-set');
    expect(content(body, 'C:calendar-user-address-set')).toBe(
      `<D:href>mailto:alice@example.org</D:href><D:href>${principal}</D:href>`,
    );
  });
});

describe('what Apple Calendar asks', () => {
  const unknown = ['CS:dropbox-home-URL', 'CS:push-transports', 'D:directory-gateway'];

  it('gets thirteen principal properties, the unknown ones as 404', async () => {
    const { body } = await propfind(
      dav,
      principal,
      '0',
      'C:calendar-home-set',
      'C:calendar-user-address-set',
      'D:current-user-principal',
      'D:displayname',
      'CS:email-address-set',
      'D:principal-collection-set',
      'D:principal-URL',
      'D:resource-id',
      'D:supported-report-set',
      ...unknown,
    );
    for (const name of unknown) expect(missing(body)).toContain(`<${name}/>`);
    expect(content(body, 'D:displayname')).toBe('Alice Adler');
    expect(content(body, 'CS:email-address-set')).toBe('<CS:email-address>alice@example.org</CS:email-address>');
    expect(content(body, 'D:resource-id')).toMatch(
      /^<D:href>urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}<\/D:href>$/,
    );
  });

  it.each([
    { prefer: 'return-minimal' },
    { prefer: 'return=minimal' },
    { prefer: 'wait=10, return=minimal' },
    { brief: 't' },
  ] as Record<string, string>[])('leaves out what is not there with %o', async (headers) => {
    const response = await dav({
      method: 'PROPFIND',
      path: principal,
      body: propfindBody('D:displayname', ...unknown),
      headers: { depth: '0', ...headers },
    });
    expect(response.body).not.toContain(' 404 ');
    expect(response.headers.vary).toBe('Brief, Prefer');
    const nothing = await dav({
      method: 'PROPFIND',
      path: principal,
      body: propfindBody(...unknown),
      headers: { depth: '0', ...headers },
    });
    expect(nothing.body).toContain('<D:propstat><D:prop></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>');
  });
});

describe('sign-in', () => {
  it('asks for it wherever current-user-principal is looked for', async () => {
    for (const path of ['/', '/dav/', '/dav/principals/', '/dav/calendars/', principal, home]) {
      const response = await dav({
        method: 'PROPFIND',
        path,
        as: null,
        headers: { depth: '0' },
        body: propfindBody('D:current-user-principal'),
      });
      expect([path, response.statusCode]).toEqual([path, 401]);
    }
  });

  it.each([
    '/',
    '/dav/',
    principal,
    home,
    `${home}nothing/`,
    `${home}nothing/x.ics`,
    '/caldav/v2/alice@example.org/user',
    '/caldav/v2/nobody@example.org/events/',
  ])('asks anybody who has not signed in on %s', async (path) => {
    const response = await dav({ method: 'PROPFIND', path, as: null, headers: { depth: '0' } });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toEqual([
      'Basic realm="Dayferry", charset="UTF-8"',
      'Bearer realm="Dayferry"',
    ]);
    expect(response.headers['content-type']).toBe('application/xml; charset=utf-8');
  });

  it('refuses a wrong password', async () => {
    const authorization = `Basic ${Buffer.from('alice@example.org:wrong').toString('base64')}`;
    const response = await dav({ method: 'PROPFIND', path: '/dav/', as: null, headers: { authorization, depth: '0' } });
    expect(response.statusCode).toBe(401);
  });
});

describe('addresses', () => {
  it('serves the documented tree with hrefs of that tree', async () => {
    const user = '/caldav/v2/alice@example.org/user';
    const first = await propfind(
      dav,
      '/caldav/v2/alice%40example.org/user',
      '0',
      'D:current-user-principal',
      'D:principal-URL',
      'C:calendar-home-set',
      'D:resourcetype',
    );
    expect([...responses(first).keys()]).toEqual([user]);
    expect(content(first.body, 'D:current-user-principal')).toBe(`<D:href>${user}</D:href>`);
    expect(content(first.body, 'C:calendar-home-set')).toBe('<D:href>/caldav/v2/alice@example.org/</D:href>');
    const listing = await propfind(dav, '/caldav/v2/alice@example.org/', '1', 'D:resourcetype', 'D:owner');
    expect([...responses(listing).keys()]).toEqual([
      '/caldav/v2/alice@example.org/',
      '/caldav/v2/alice@example.org/events/',
    ]);
    const events = await propfind(dav, '/caldav/v2/alice@example.org/events', '0', 'D:owner');
    expect(content(events.body, 'D:owner')).toBe(`<D:href>${user}</D:href>`);
  });

  it.each([
    home,
    '/dav/calendars/alice%40example.org/',
    '/dav/calendars/alice@example.org',
    '/dav/calendars/ALICE@Example.org',
  ])('knows one home by %s and gives back one form', async (path) => {
    const response = await propfind(dav, path, '0', 'D:resourcetype');
    expect([...responses(response).keys()]).toEqual([home]);
  });

  it('answers on the parent of each calendar (Thunderbird)', async () => {
    for (const path of [home, '/caldav/v2/alice@example.org/'])
      expect((await dav({ method: 'OPTIONS', path })).headers.dav).toContain('calendar-access');
  });

  it('lists the way from the root one level at a time', async () => {
    const below = async (path: string): Promise<string[]> => [
      ...responses(await propfind(dav, path, '1', 'D:resourcetype')).keys(),
    ];
    expect(await below('/dav/')).toEqual(['/dav/', '/dav/principals/', '/dav/calendars/']);
    expect(await below('/dav/principals/')).toEqual(['/dav/principals/', principal]);
    expect(await below('/dav/calendars/')).toEqual(['/dav/calendars/', home]);
  });

  it('does not show a stranger’s home, nor whether there is one', async () => {
    const responseOf = async (path: string): Promise<[number, string]> => {
      const { statusCode, body } = await propfind(dav, path, '1', 'D:resourcetype');
      return [statusCode, body];
    };
    const [bob, nobody] = await Promise.all([
      responseOf('/dav/calendars/bob@example.org/'),
      responseOf('/dav/calendars/nobody@example.org/'),
    ]);
    expect(bob).toEqual(nobody);
    expect(bob[0]).toBe(404);
  });
});
