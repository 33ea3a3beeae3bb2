import { describe, expect, it } from 'vitest';
import { addGroup } from '../harness/index.js';
import {
  allprop,
  content,
  davServer,
  eventText,
  newCalendar,
  propfind,
  put,
  report,
  responses,
  xml,
} from './dav-client.js';

/** RFC 3744 §3 and §7: what privileges hold, and what becomes of access lists when things move. */
const home = '/dav/calendars/alice@example.org/';
const principal = (who: string): string => `/dav/principals/${who}@example.org/`;

const { server, dav } = await davServer();
await addGroup(server.gateway.dependencies, { email: 'team@example.org', name: 'The Team' }, ['bob']);

const grant = (who: string, ...names: string[]): string =>
  `<D:ace><D:principal><D:href>${principal(who)}</D:href></D:principal><D:grant>${names.map((name) => `<D:privilege><${name}/></D:privilege>`).join('')}</D:grant></D:ace>`;

async function shared(...aces: string[]): Promise<string> {
  const path = await newCalendar(dav);
  await put(dav, `${path}one.ics`, eventText());
  expect((await dav({ method: 'ACL', path, body: xml('D:acl', aces.join('')) })).statusCode).toBe(200);
  return path;
}

const of = async (path: string, name: string): Promise<string> =>
  content((await propfind(dav, path, '0', name)).body, name)!;

interface Privilege {
  name: string;
  contains: string[];
}

/** Each privilege of a DAV:supported-privilege-set, with all that lies in it. */
function privileges(supported: string): Privilege[] {
  const found: Privilege[] = [];
  const open: Privilege[] = [];
  for (const [tag, name] of supported.matchAll(/<\/?D:supported-privilege>|<D:privilege><([^/]+)\/>/g)) {
    if (tag.startsWith('</')) open.pop();
    if (name === undefined) continue;
    for (const above of open) above.contains.push(name);
    const own = { name, contains: [] };
    found.push(own);
    open.push(own);
  }
  return found;
}

describe('§3.12: privileges', () => {
  const places = [
    `${home}calendar/`,
    home,
    `${home}inbox/`,
    `${home}outbox/`,
    `${home}notification/`,
    principal('alice'),
  ];

  it.each(places)('contain what they must, and nothing that they must not: %s', async (path) => {
    const all = new Map(
      privileges(await of(path, 'D:supported-privilege-set')).map(({ name, contains }) => [name, contains]),
    );
    const [read, write] = ['D:read', 'D:write'].map((name) => all.get(name)!);
    expect(write).toEqual(expect.arrayContaining(['D:bind', 'D:unbind', 'D:write-properties', 'D:write-content']));
    for (const name of ['D:read', 'D:read-acl', 'D:read-current-user-privilege-set']) expect(write).not.toContain(name);
    for (const name of ['D:write', 'D:write-acl', 'D:write-properties', 'D:write-content'])
      expect(read).not.toContain(name);
    for (const name of ['D:read-acl', 'D:write-acl', 'D:read-current-user-privilege-set'])
      expect(all.get(name)).toEqual([]);
  });

  it.each(places)(
    'occur once, so that none contains itself, and have names of a namespace that is theirs: %s',
    async (path) => {
      const names = privileges(await of(path, 'D:supported-privilege-set')).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const known =
        'read write write-properties write-content unlock read-acl read-current-user-privilege-set write-acl bind unbind all';
      for (const name of names.filter((one) => one.startsWith('D:'))) expect(known.split(' ')).toContain(name.slice(2));
    },
  );

  it('§5.3: are described in a language that is named', async () => {
    const supported = await of(`${home}calendar/`, 'D:supported-privilege-set');
    const descriptions = supported.match(/<D:description[^>]*>[^<]+/g)!;
    expect(descriptions).toHaveLength(privileges(supported).length);
    for (const text of descriptions) expect(text).toMatch(/^<D:description xml:lang="en">/);
  });
});

describe('§7.3, §7.4', () => {
  it('MOVE of a calendar takes its access list along', async () => {
    const path = await shared(grant('bob', 'D:read'));
    const before = await of(path, 'D:acl');
    expect(before).toContain(principal('bob'));
    const destination = `${home}moved-with-its-list/`;
    expect((await dav({ method: 'MOVE', path, headers: { destination } })).statusCode).toBe(201);
    expect(await of(destination, 'D:acl')).toBe(before);
    expect((await dav({ method: 'GET', path: `${destination}one.ics`, as: 'bob' })).statusCode).toBe(200);
  });

  it.each(['COPY', 'MOVE'])(
    'an object has the list of the calendar that it comes into, as if it were put there: %s',
    async (method) => {
      const [from, to] = [await shared(grant('bob', 'D:read')), await newCalendar(dav)];
      await put(dav, `${to}other.ics`, eventText({ uid: 'put-there' }));
      const moved = await dav({ method, path: `${from}one.ics`, headers: { destination: `${to}one.ics` } });
      expect(moved.statusCode).toBe(201);
      expect(await of(`${to}one.ics`, 'D:acl')).toBe(await of(`${to}other.ics`, 'D:acl'));
      expect((await dav({ method: 'GET', path: `${to}one.ics`, as: 'bob' })).statusCode).toBe(404);
    },
  );
});

describe('§8.1.1: entries', () => {
  it('can name a person and a group', async () => {
    const path = await shared(grant('carol', 'D:read'), grant('team', 'D:read', 'D:write'));
    const text = eventText({ summary: 'By a member' });
    const as = (person: 'bob' | 'carol') => put((request) => dav({ ...request, as: person }), `${path}one.ics`, text);
    expect([(await as('bob')).statusCode, (await as('carol')).statusCode]).toEqual([204, 403]);
    expect((await dav({ method: 'GET', path: `${path}one.ics`, as: 'carol' })).body).toContain('By a member');
    const list = await of(path, 'D:acl');
    for (const who of ['carol', 'team']) expect(list).toContain(`<D:href>${principal(who)}</D:href>`);
  });

  it('§9.2: name each principal once in the report, whatever they grant', async () => {
    const path = await shared(grant('bob', 'D:read'), grant('bob', 'D:write'), grant('alice', 'D:all'));
    const body = xml('D:acl-principal-prop-set', '<D:prop><D:displayname/></D:prop>');
    const found = (await report(dav, path, body, { depth: '0' })).body;
    for (const who of ['alice', 'bob']) expect(found.split(`<D:href>${principal(who)}</D:href>`), who).toHaveLength(2);
  });

  it('§10: elements that nobody knows are passed over, in every body', async () => {
    const path = await newCalendar(dav);
    const strange = '<q:strange xmlns:q="urn:strange"><D:deny/></q:strange>';
    const ace = grant('bob', 'D:read').replace('<D:grant>', `${strange}<D:grant>`);
    expect((await dav({ method: 'ACL', path, body: xml('D:acl', strange + ace) })).statusCode).toBe(200);
    expect((await dav({ method: 'GET', path, as: 'bob' })).statusCode).toBe(200);
    const search = `${strange}<D:property-search><D:prop><D:displayname/></D:prop>${strange}<D:match>bob</D:match></D:property-search><D:prop><D:displayname/></D:prop>`;
    const found = await report(dav, '/dav/principals/', xml('D:principal-property-search', search), { depth: '0' });
    expect([...responses(found).keys()]).toEqual([principal('bob')]);
    const match = `${strange}<D:self/><D:prop><D:displayname/></D:prop>`;
    const self = await report(dav, '/dav/principals/', xml('D:principal-match', match), { depth: '0' });
    expect([...responses(self).keys()]).toEqual([principal('alice')]);
  });
});

describe('§4, §5: properties', () => {
  it.each([principal('alice'), principal('team')])('§4: %s has a name, and is a principal', async (path) => {
    expect(await of(path, 'D:displayname')).not.toBe('');
    expect(await of(path, 'D:resourcetype')).toContain('<D:principal/>');
  });

  it.each([principal('alice'), home, `${home}calendar/`, '/dav/principals/'])(
    'are not in allprop of %s',
    async (path) => {
      const names =
        'alternate-URI-set principal-URL group-member-set group-membership owner group supported-privilege-set current-user-privilege-set acl acl-restrictions inherited-acl-set principal-collection-set';
      const all = await allprop(dav, path);
      expect(all.statusCode).toBe(207);
      for (const name of names.split(' ')) expect(all.body, name).not.toMatch(new RegExp(`<D:${name}[ />]`));
    },
  );

  it('§5.8: principal-collection-set is where principals are', async () => {
    expect(await of(`${home}calendar/`, 'D:principal-collection-set')).toBe('<D:href>/dav/principals/</D:href>');
  });
});
