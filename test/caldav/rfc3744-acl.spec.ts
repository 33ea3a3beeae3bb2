import { beforeEach, describe, expect, it } from 'vitest';
import { type Person } from '../harness/index.js';
import { content, davServer, eventText, propfind, put, report, responses, xml } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}acl/`;
const object = `${calendar}a.ics`;
const principal = (person: string): string => `/dav/principals/${person}@example.org/`;

const { dav } = await davServer();
await dav({ method: 'MKCALENDAR', path: calendar });
await put(dav, object, eventText());
beforeEach(() => setAcl());

const ace = (who: string, ...privileges: string[]): string =>
  `<D:ace><D:principal>${who}</D:principal><D:grant>${privileges.map((name) => `<D:privilege><${name}/></D:privilege>`).join('')}</D:grant></D:ace>`;
const to = (person: string): string => `<D:href>${principal(person)}</D:href>`;
const setAcl = (...aces: string[]) => dav({ method: 'ACL', path: calendar, body: xml('D:acl', aces.join('')) });
const aclOf = async (path = calendar, as: Person = 'alice') =>
  (await propfind((request) => dav({ ...request, as }), path, '0', 'D:acl')).body;
const statusFor = async (as: Person | null, method: string, body?: string) =>
  (
    await dav({
      method,
      path: object,
      as,
      ...(body ? { body, headers: { 'content-type': 'text/calendar' } } : {}),
    })
  ).statusCode;
const rules = async () =>
  ((await aclOf()).match(/<D:ace>.*?<\/D:ace>/gs) ?? []).filter((text) => !text.includes('calendar-proxy'));
const namesOf = (privileges: string): string[] =>
  [...privileges.matchAll(/<D:privilege><([^/]+)\/>/g)].map(([, name]) => name!);

/** A privilege with what lies in it, by a DAV:supported-privilege-set. */
function contained(supported: string, name: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let outermost = Infinity;
  for (const [tag, privilege] of supported.matchAll(/<\/?D:supported-privilege>|<D:privilege><([^/]+)\/>/g)) {
    if (privilege === undefined) depth += tag.startsWith('</') ? -1 : 1;
    else if (privilege === name) outermost = depth;
    if (depth < outermost) outermost = Infinity;
    else if (privilege !== undefined) found.push(privilege);
  }
  return found;
}

describe('RFC 3744 §8.1: the ACL method', () => {
  it.each([
    ['D:read', [200, 403]],
    ['C:read-free-busy', [200, 403]],
  ] as [string, number[]][])('grants %s, and that alone', async (privilege, expected) => {
    expect(await statusFor('bob', 'GET')).toBe(404);
    expect((await setAcl(ace(to('bob'), privilege))).statusCode).toBe(200);
    expect([await statusFor('bob', 'GET'), await statusFor('bob', 'PUT', eventText())]).toEqual(expected);
    const seen = await dav({ method: 'GET', path: object, as: 'bob' });
    expect(seen.body.includes('SUMMARY')).toBe(privilege === 'D:read');
    expect(await statusFor('carol', 'GET')).toBe(404);
  });

  it('grants reading and writing, in one entry or in two', async () => {
    for (const aces of [
      [ace(to('bob'), 'D:read', 'D:write')],
      [
        ace(to('bob'), 'D:read'),
        ace(to('bob'), 'D:write-content', 'D:write-properties', 'D:bind', 'D:unbind', 'D:write'),
      ],
    ]) {
      expect((await setAcl(...aces)).statusCode).toBe(200);
      expect(await statusFor('bob', 'PUT', eventText({ summary: aces.length.toString() }))).toBe(204);
      expect((await rules()).join()).toContain(
        '<D:privilege><D:read/></D:privilege><D:privilege><D:write/></D:privilege>',
      );
    }
  });

  it('replaces the whole list, and takes rights away at once', async () => {
    await setAcl(ace(to('bob'), 'D:read'), ace(to('carol'), 'D:all'));
    expect(await rules()).toHaveLength(3);
    await setAcl(ace(to('carol'), 'D:read'));
    expect([await statusFor('bob', 'GET'), await statusFor('carol', 'GET')]).toEqual([404, 200]);
    await setAcl();
    expect(await rules()).toHaveLength(1);
  });

  it('takes DAV:authenticated for the organisation and DAV:all for everybody', async () => {
    await setAcl(ace('<D:authenticated/>', 'D:read'));
    expect([await statusFor('carol', 'GET'), await statusFor(null, 'GET')]).toEqual([200, 401]);
    expect((await rules())[1]).toContain('<D:authenticated/>');
    await setAcl(ace('<D:all/>', 'D:read'));
    expect(await statusFor(null, 'GET')).toBe(200);
    expect((await rules())[1]).toContain('<D:principal><D:all/></D:principal>');
  });

  it('takes what it gives: DAV:acl without the protected entry', async () => {
    await setAcl(ace(to('bob'), 'D:read', 'D:write'), ace('<D:authenticated/>', 'C:read-free-busy'));
    const before = await rules();
    await setAcl();
    await setAcl(...before.filter((text) => !text.includes('D:protected')));
    expect(await rules()).toEqual(before);
  });

  it.each([
    [
      'grant-only',
      `<D:ace><D:principal>${to('bob')}</D:principal><D:deny><D:privilege><D:read/></D:privilege></D:deny></D:ace>`,
    ],
    [
      'no-invert',
      `<D:ace><D:invert><D:principal>${to('bob')}</D:principal></D:invert><D:grant><D:privilege><D:read/></D:privilege></D:grant></D:ace>`,
    ],
    ['no-protected-ace-conflict', ace('<D:property><D:owner/></D:property>', 'D:read')],
    ['no-protected-ace-conflict', ace(to('alice'), 'D:read')],
    ['no-protected-ace-conflict', ace(to('bob'), 'D:read').replace('</D:ace>', '<D:protected/></D:ace>')],
    [
      'no-inherited-ace-conflict',
      ace(to('bob'), 'D:read').replace('</D:ace>', `<D:inherited><D:href>${home}</D:href></D:inherited></D:ace>`),
    ],
    ['not-supported-privilege', ace(to('bob'), 'D:unlock')],
    ['not-supported-privilege', ace(to('carol'), 'D:write')],
    ['not-supported-privilege', ace(to('bob'), 'D:read', 'D:bind')],
    ['recognized-principal', ace(to('nobody'), 'D:read')],
    ['recognized-principal', ace('<D:href>http://elsewhere.example/somebody</D:href>', 'D:read')],
    ['recognized-principal', ace(`<D:href>${home}</D:href>`, 'D:read')],
    ['allowed-principal', ace('<D:self/>', 'D:read')],
    ['allowed-principal', ace('<D:unauthenticated/>', 'D:read')],
    ['no-ace-conflict', ace('<D:all/>', 'D:read', 'D:write')],
    ['limited-number-of-aces', ace(to('bob'), 'D:read').repeat(201)],
  ])('§8.1.1: refuses by %s and changes nothing', async (condition, bad) => {
    await setAcl(ace(to('carol'), 'D:read'));
    const before = await rules();
    const response = await setAcl(ace(to('bob'), 'D:read'), bad);
    expect([response.statusCode, content(response.body, `D:${condition}`)]).toEqual([403, '']);
    expect(await rules()).toEqual(before);
  });

  it('is for owners (need-privileges), and a writer does not rise by it', async () => {
    await setAcl(ace(to('bob'), 'D:read', 'D:write'));
    const response = await dav({
      method: 'ACL',
      path: calendar,
      as: 'bob',
      body: xml('D:acl', ace(to('bob'), 'D:all')),
    });
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('<D:need-privileges>');
    const stranger = await dav({ method: 'ACL', path: calendar, as: 'carol', body: xml('D:acl', '') });
    expect(stranger.statusCode).toBe(404);
    expect((await dav({ method: 'ACL', path: calendar, as: null, body: xml('D:acl', '') })).statusCode).toBe(401);
    for (const path of [home, object, principal('alice')])
      expect((await dav({ method: 'ACL', path, body: xml('D:acl', '') })).statusCode).toBe(405);
  });

  it('refuses bodies that are none', async () => {
    for (const body of [
      '<D:ace/>',
      '<D:ace><D:principal/><D:grant/></D:ace>',
      ace(`${to('bob')}${to('carol')}`, 'D:read'),
    ])
      expect((await setAcl(body)).statusCode).toBe(400);
    expect((await dav({ method: 'ACL', path: calendar, body: xml('D:propfind', '') })).statusCode).toBe(400);
  });
});

describe('RFC 3744 §5: properties', () => {
  const of = async (path: string, ...names: string[]) => (await propfind(dav, path, '0', ...names)).body;

  it('§5.1, §5.2: owner and group', async () => {
    const body = await of(object, 'D:owner', 'D:group');
    expect(content(body, 'D:owner')).toBe(`<D:href>${principal('alice')}</D:href>`);
    expect(content(body, 'D:group')).toBe('');
  });

  it('§5.3: supported-privilege-set is a tree with DAV:all at its root', async () => {
    const tree = content(await of(calendar, 'D:supported-privilege-set'), 'D:supported-privilege-set')!;
    expect(tree).toMatch(/^<D:supported-privilege><D:privilege><D:all\/><\/D:privilege>/);
    for (const name of [
      'D:read',
      'D:write',
      'D:write-content',
      'D:bind',
      'D:unbind',
      'D:read-acl',
      'D:write-acl',
      'C:read-free-busy',
    ])
      expect(tree).toContain(`<D:privilege><${name}/></D:privilege>`);
    expect(tree).not.toContain('abstract');
  });

  it('§5.5: acl names the inherited source on an object, and is 403 for who may not read it', async () => {
    await setAcl(ace(to('bob'), 'D:read'));
    expect(await aclOf(object)).toContain(`<D:inherited><D:href>${calendar}</D:href></D:inherited>`);
    expect(await of(object, 'D:inherited-acl-set')).toContain(`<D:href>${calendar}</D:href></D:inherited-acl-set>`);
    const hidden = await aclOf(calendar, 'bob');
    expect(hidden).toContain('<D:acl/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status>');
    expect(hidden).toContain('<D:privilege><D:read-acl/></D:privilege>');
  });

  it('§5.5: acl of what belongs to one person names who acts for them, and who may invite them', async () => {
    const group = (role: string): string =>
      `<D:href>/dav/principals/alice@example.org/calendar-proxy-${role}/</D:href>`;
    const grants = async (path: string): Promise<string[]> =>
      [
        ...(await aclOf(path)).matchAll(/<D:principal>(.*?)<\/D:principal><D:grant>(.*?)<\/D:grant><D:protected\/>/gs),
      ].map(([, who, what]) => `${who} ${what!.replaceAll(/<\/?D:privilege>/g, '')}`);
    const owner = '<D:property><D:owner/></D:property>';
    expect(await grants(home)).toEqual([
      `${owner} <D:read/><D:write-properties/><D:bind/><D:unbind/>`,
      `${group('read')} <D:read/>`,
      `${group('write')} <D:read/>`,
    ]);
    expect(await grants(`${home}inbox/`)).toEqual([
      `${owner} <D:read/><D:write-properties/><C:schedule-deliver/>`,
      `${group('write')} <D:read/><C:schedule-deliver/>`,
      '<D:authenticated/> <C:schedule-deliver/>',
    ]);
    expect(await grants(`${home}outbox/`)).toEqual([
      `${owner} <D:read/><D:write-properties/><C:schedule-send/>`,
      `${group('write')} <D:read/><C:schedule-send/>`,
    ]);
    expect(await grants('/dav/principals/alice@example.org/')).toEqual([
      '<D:authenticated/> <D:read/>',
      `${owner} <D:write-properties/>`,
    ]);
  });

  it.each([calendar, home, `${home}inbox/`, `${home}outbox/`, `${home}notification/`])(
    '§5.4, §5.5: the owner’s own privileges on %s are those that acl grants, with all that they contain',
    async (path) => {
      const asked = await of(path, 'D:acl', 'D:current-user-privilege-set', 'D:supported-privilege-set');
      const ownersAce = /<D:owner\/><\/D:property><\/D:principal><D:grant>(.*?)<\/D:grant>/s.exec(asked)![1]!;
      const supported = content(asked, 'D:supported-privilege-set')!;
      const own = namesOf(content(asked, 'D:current-user-privilege-set')!);
      expect(new Set(own)).toEqual(new Set(namesOf(ownersAce).flatMap((name) => contained(supported, name))));
    },
  );

  it('§5.6: acl-restrictions', async () => {
    expect(content(await of(calendar, 'D:acl-restrictions'), 'D:acl-restrictions')).toBe(
      '<D:grant-only/><D:no-invert/>',
    );
  });

  it.each([home, principal('alice'), '/dav/principals/', '/dav/'])('are on %s too', async (path) => {
    const names = [
      'D:acl',
      'D:supported-privilege-set',
      'D:current-user-privilege-set',
      'D:principal-collection-set',
      'D:acl-restrictions',
      'D:inherited-acl-set',
    ];
    expect(await of(path, ...names)).not.toContain(' 404 ');
    expect(content(await of(path, 'D:acl'), 'D:acl')).toContain('<D:protected/>');
  });

  it('are not told by allprop', async () => {
    const body = xml('D:propfind', '<D:allprop/>');
    const all = await dav({ method: 'PROPFIND', path: calendar, body, headers: { depth: '0' } });
    for (const name of ['D:acl>', 'D:owner', 'supported-privilege-set']) expect(all.body).not.toContain(name);
  });
});

describe('RFC 3744 §9.2: acl-principal-prop-set', () => {
  const body = xml('D:acl-principal-prop-set', '<D:prop><D:displayname/></D:prop>');

  it('gives the properties of everybody in the list', async () => {
    await setAcl(ace(to('bob'), 'D:read'), ace('<D:all/>', 'D:read'));
    const found = responses(await report(dav, calendar, body, { depth: '0' }));
    expect([...found.keys()]).toEqual([
      principal('alice'),
      principal('bob'),
      `${principal('alice')}calendar-proxy-read/`,
      `${principal('alice')}calendar-proxy-write/`,
    ]);
    expect(found.get(principal('bob'))).toContain('<D:displayname>Bob Baker</D:displayname>');
  });

  it('is for who may read the list, at Depth 0', async () => {
    await setAcl(ace(to('bob'), 'D:read'));
    const refused = await report((request) => dav({ ...request, as: 'bob' }), calendar, body, { depth: '0' });
    expect([refused.statusCode, refused.body]).toEqual([403, expect.stringContaining('<D:read-acl/>')]);
    expect((await report(dav, calendar, body, { depth: '1' })).statusCode).toBe(400);
  });
});
