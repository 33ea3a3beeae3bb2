import { createPrincipal } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { addGroup, openAs, type Person } from '../harness/index.js';
import { content, davServer, eventText, propfind, put, report, responses, xml } from './dav-client.js';

const principals = '/dav/principals/';
const home = '/dav/calendars/alice@example.org/';
const principal = (email: string): string => `${principals}${email}/`;
const depth0 = { depth: '0' };

const { server, dav } = await davServer();
const { dependencies: deps } = server.gateway;
await addGroup(deps, { email: 'team@example.org', name: 'The Team' }, ['alice', 'bob']);
await deps.store.write(async (tx) => {
  await createPrincipal(deps, tx, { email: 'room@example.org', name: 'Room 101', kind: 'resource' });
  await createPrincipal(deps, tx, { email: 'bob@elsewhere.example', name: 'Bob Elsewhere' });
});

const match = (name: string, text: string): string =>
  `<D:property-search><D:prop><${name}/></D:prop><D:match>${text}</D:match></D:property-search>`;
const search = (path: string, content_: string, attributes = '') =>
  report(
    dav,
    path,
    xml('D:principal-property-search', `${content_}<D:prop><D:displayname/></D:prop>`).replace(
      '<D:principal-property-search ',
      `<D:principal-property-search ${attributes} `,
    ),
    depth0,
  );
const found = async (...args: Parameters<typeof search>) => [...responses(await search(...args)).keys()];

describe('RFC 3744 §9.4: principal-property-search', () => {
  it.each([
    ['a part of a name, in any case', match('D:displayname', 'ALI'), ['alice@example.org']],
    ['an address', match('C:calendar-user-address-set', 'mailto:bob@example.org'), ['bob@example.org']],
    ['a part of an address', match('CS:email-address-set', 'team@'), ['team@example.org']],
    ['a kind', match('C:calendar-user-type', 'ROOM'), ['room@example.org']],
    ['two things that hold', match('D:displayname', 'o') + match('CS:email-address-set', 'bob'), ['bob@example.org']],
    ['two things of which one does not', match('D:displayname', 'Alice') + match('CS:email-address-set', 'bob'), []],
    ['what nobody has', match('D:displayname', 'xyzzy'), []],
    ['a property that is not searched', match('D:getetag', 'x'), []],
  ])('finds %s', async (_, content_, expected) => {
    expect(await found(principals, content_)).toEqual(expected.map(principal));
  });

  it('gives the properties that were asked for, and 404 for others', async () => {
    const response = await search(principals, match('D:displayname', 'Bob'));
    expect(responses(response).get(principal('bob@example.org'))).toContain('<D:displayname>Bob Baker</D:displayname>');
  });

  it('takes test=anyof and match-type, as Apple sends them', async () => {
    const both = match('D:displayname', 'alice') + match('CS:email-address-set', 'bob');
    expect(await found(principals, both, 'test="anyof"')).toEqual(
      ['alice', 'bob'].map((who) => principal(`${who}@example.org`)),
    );
    const starting = match('D:displayname', 'a').replace('<D:match>', '<D:match match-type="starts-with">');
    expect(await found(principals, starting)).toEqual([principal('alice@example.org')]);
  });

  it.each([
    ['type of people', 'type="INDIVIDUAL"', match('CS:email-address-set', 'example.org'), ['alice', 'bob', 'carol']],
    ['type of groups', 'type="GROUP"', match('CS:email-address-set', 'example.org'), ['team']],
    [
      'the end of a name',
      '',
      match('D:displayname', 'baker').replace('<D:match>', '<D:match match-type="ends-with">'),
      ['bob'],
    ],
    ['letters as they are', '', match('D:displayname', 'BAKER').replace('<D:match>', '<D:match caseless="no">'), []],
  ])('takes CalendarServer’s attributes: %s', async (_, attributes, content_, expected) => {
    expect(await found(principals, content_, attributes)).toEqual(
      expected.map((who) => principal(`${who}@example.org`)),
    );
  });

  it.each(['CS', 'D'])('gives as many as %s:limit says, and tells that there are more', async (prefix) => {
    const limit = (text: string): string =>
      `<${prefix}:limit><${prefix}:nresults>${text}</${prefix}:nresults></${prefix}:limit>`;
    const people = match('CS:email-address-set', 'example.org');
    const response = await search(principals, people + limit('1'), 'type="INDIVIDUAL"');
    expect([...responses(response).keys()]).toEqual([principal('alice@example.org'), principals]);
    expect(responses(response).get(principals)).toContain('HTTP/1.1 507');
    for (const wrong of ['', '0', '-1', 'many'])
      expect((await search(principals, people + limit(wrong))).statusCode).toBe(400);
  });

  it('refuses values that its attributes do not have', async () => {
    const plain = match('D:displayname', 'a');
    for (const attribute of ['test="some"', 'type="ROBOT"'])
      expect((await search(principals, plain, attribute)).statusCode).toBe(400);
    for (const attribute of ['match-type="sounds-like"', 'caseless="perhaps"'])
      expect((await search(principals, plain.replace('<D:match>', `<D:match ${attribute}>`))).statusCode).toBe(400);
  });

  it('works from the home and from a principal, with apply-to-principal-collection-set', async () => {
    const content_ = `${match('D:displayname', 'bob')}<D:apply-to-principal-collection-set/>`;
    for (const path of [home, principal('alice@example.org'), '/dav/'])
      expect(await found(path, content_)).toEqual([principal('bob@example.org')]);
  });

  it('shows nobody of another organisation, and nothing without sign-in', async () => {
    expect(await found(principals, match('D:displayname', 'elsewhere'))).toEqual([]);
    const body = xml('D:principal-property-search', `${match('D:displayname', 'a')}<D:prop/>`);
    expect((await dav({ method: 'REPORT', path: principals, as: null, body, headers: depth0 })).statusCode).toBe(401);
  });

  it('attendee-directory: gives 50 and says that there are more', async () => {
    const { dependencies: deps } = server.gateway;
    await deps.store.write(async (tx) => {
      for (let i = 0; i < 60; i += 1)
        await createPrincipal(deps, tx, { email: `many${i}@example.org`, name: 'Many', kind: 'group' });
    });
    const response = await search(principals, match('D:displayname', 'many'));
    expect([...responses(response).keys()].filter((href) => href.includes('many'))).toHaveLength(50);
    expect(responses(response).get(principals)).toContain('HTTP/1.1 507');
    expect(response.body).toContain('<D:number-of-matches-within-limits/>');
  });

  it('refuses other depths and bodies without a search', async () => {
    const body = xml('D:principal-property-search', match('D:displayname', 'a'));
    expect((await report(dav, principals, body, { depth: '1' })).statusCode).toBe(400);
    expect((await search(principals, '')).statusCode).toBe(400);
    expect((await search(principals, '<D:property-search><D:match>x</D:match></D:property-search>')).statusCode).toBe(
      400,
    );
  });
});

describe('RFC 3744 §9.5: principal-search-property-set', () => {
  it('names what can be searched', async () => {
    const response = await report(dav, principals, xml('D:principal-search-property-set', ''), depth0);
    expect(response.statusCode).toBe(200);
    for (const name of ['D:displayname', 'C:calendar-user-address-set', 'C:calendar-user-type', 'CS:email-address-set'])
      expect(response.body).toContain(
        `<D:principal-search-property><D:prop><${name}/></D:prop><D:description xml:lang="en">`,
      );
  });
});

describe('RFC 3744 §9.2: acl-principal-prop-set where there is no access list of one’s own making', () => {
  const body = xml('D:acl-principal-prop-set', '<D:prop><D:displayname/></D:prop>');

  it.each([
    [home, ['alice@example.org', 'alice@example.org/calendar-proxy-read', 'alice@example.org/calendar-proxy-write']],
    [`${home}inbox/`, ['alice@example.org', 'alice@example.org/calendar-proxy-write']],
    [`${home}outbox/`, ['alice@example.org', 'alice@example.org/calendar-proxy-write']],
    [`${home}notification/`, ['alice@example.org']],
    [`${principal('alice@example.org')}calendar-proxy-read/`, ['alice@example.org']],
    [principals, []],
    [principal('bob@example.org'), ['bob@example.org']],
    ['/dav/', []],
  ])('of %s names its owner and who acts for them, or nobody', async (path, expected) => {
    const response = await report(dav, path, body, depth0);
    expect(response.statusCode).toBe(207);
    expect([...responses(response).keys()]).toEqual(expected.map(principal));
  });

  it('is 401 without sign-in', async () => {
    const asked = await dav({ method: 'REPORT', path: '/dav/', as: null, body, headers: depth0 });
    expect(asked.statusCode).toBe(401);
  });
});

describe('RFC 3744 §9.5 and §9.3 elsewhere', () => {
  it('only principals have properties to search; what is no principal says so', async () => {
    const response = await report(dav, home, xml('D:principal-search-property-set', ''), depth0);
    expect([response.statusCode, content(response.body, 'D:supported-report')]).toEqual([403, '']);
  });
});

describe('RFC 3744 §9.3: principal-match', () => {
  const ask = (path: string, content_: string) =>
    report(dav, path, xml('D:principal-match', `${content_}<D:prop><D:displayname/></D:prop>`), depth0);

  it('finds oneself and one’s groups', async () => {
    expect([...responses(await ask(principals, '<D:self/>')).keys()]).toEqual(
      ['alice@example.org', 'team@example.org'].map(principal),
    );
  });

  it('finds what one owns', async () => {
    const owner = '<D:principal-property><D:owner/></D:principal-property>';
    expect([...responses(await ask(home, owner)).keys()]).toContain(`${home}calendar/`);
    expect((await ask(principals, '')).statusCode).toBe(400);
  });

  it('finds the objects of a calendar that one owns, or that name one', async () => {
    const objects = ['a', 'b'].map((name) => `${home}calendar/${name}.ics`);
    for (const [i, path] of objects.entries()) await put(dav, path, eventText({ uid: `owned-${i}` }));
    const by = async (name: string, as: Person = 'alice') => {
      const content_ = `<D:principal-property>${name}</D:principal-property><D:prop><D:getetag/></D:prop>`;
      const body = xml('D:principal-match', content_);
      return dav({ method: 'REPORT', path: `${home}calendar/`, as, body, headers: depth0 });
    };
    const owned = responses(await by('<D:owner/>'));
    expect([...owned.keys()]).toEqual([`${home}calendar/`, ...objects]);
    expect(owned.get(objects[0]!)).toMatch(/<D:getetag>&quot;|<D:getetag>"/);
    expect((await by('<D:owner/>', 'bob')).statusCode).toBe(404);
    const lead = `<q:lead xmlns:q="urn:o"><D:href>${principal('alice@example.org')}</D:href></q:lead>`;
    const set = xml('D:propertyupdate', `<D:set><D:prop>${lead}</D:prop></D:set>`);
    await dav({ method: 'PROPPATCH', path: objects[1]!, body: set });
    expect([...responses(await by('<q:lead xmlns:q="urn:o"/>')).keys()]).toEqual([objects[1]]);
  });

  it('finds what names one, or a group of one’s, by any property that holds hrefs', async () => {
    const by = async (path: string, name: string) => [
      ...responses(await ask(path, `<D:principal-property><${name}/></D:principal-property>`)).keys(),
    ];
    expect(await by(principals, 'D:group-member-set')).toEqual([principal('team@example.org')]);
    expect(await by(principals, 'D:principal-URL')).toEqual(['alice@example.org', 'team@example.org'].map(principal));
    expect(await by(home, 'D:displayname')).toEqual([]);
    expect(await by(home, 'D:getetag')).toEqual([]);
    const responsible = (email: string) =>
      dav({
        method: 'PROPPATCH',
        path: `${home}calendar/`,
        body: xml(
          'D:propertyupdate',
          `<D:set><D:prop><q:lead xmlns:q="urn:t"><D:href>${principal(email)}</D:href></q:lead></D:prop></D:set>`,
        ),
      });
    const lead = '<D:principal-property><q:lead xmlns:q="urn:t"/></D:principal-property>';
    await responsible('team@example.org');
    expect([...responses(await ask(home, lead)).keys()]).toEqual([`${home}calendar/`]);
    await responsible('bob@example.org');
    expect([...responses(await ask(home, lead)).keys()]).toEqual([]);
    expect((await ask(home, '<D:principal-property/>')).statusCode).toBe(400);
  });
});

describe('RFC 3253 §3.8: expand-property', () => {
  const property = (name: string, inner = '', namespace = 'DAV:'): string =>
    `<D:property name="${name}" namespace="${namespace}">${inner}</D:property>`;
  const expand = (path: string, content_: string) => report(dav, path, xml('D:expand-property', content_), depth0);

  it('puts what hrefs lead to in their place, level by level', async () => {
    const { body } = await expand(
      `${home}calendar/`,
      property('owner', property('displayname') + property('group-membership', property('displayname'))),
    );
    expect(content(body, 'D:owner')).toContain(`<D:href>${principal('alice@example.org')}</D:href>`);
    expect(body).toContain('<D:displayname>Alice Adler</D:displayname>');
    expect(body).toContain('<D:displayname>The Team</D:displayname>');
  });

  it('group members of a group', async () => {
    const { body } = await expand(principal('team@example.org'), property('group-member-set', property('displayname')));
    expect(body).toContain('<D:displayname>Bob Baker</D:displayname>');
    expect((await propfind(dav, principal('team@example.org'), '0', 'D:group-member-set')).body).toContain(
      principal('bob@example.org'),
    );
  });

  it('caldav-proxy: those for whom one reads or writes, with their addresses', async () => {
    const open = await openAs(server.core, 'bob@example.org');
    const CS = 'http://calendarserver.org/ns/';
    const proxies = () =>
      expand(
        principal('alice@example.org'),
        property('calendar-proxy-read-for', property('displayname'), CS) +
          property('calendar-proxy-write-for', property('displayname'), CS),
      );
    for (const [role, mine] of [
      ['reader', 'CS:calendar-proxy-read-for'],
      ['writer', 'CS:calendar-proxy-write-for'],
    ] as const) {
      await server.core.calendars.setAcl(open, { scopeType: 'group', scopeValue: 'team@example.org', role });
      const { body } = await proxies();
      for (const name of ['CS:calendar-proxy-read-for', 'CS:calendar-proxy-write-for'])
        expect(content(body, name)).toEqual(name === mine ? expect.stringContaining('Bob Baker') : '');
    }
  });

  it('RFC 3253 §3.6: is about the resource itself, so that other depths are refused', async () => {
    const body = xml('D:expand-property', property('displayname'));
    for (const depth of ['1', 'infinity']) expect((await report(dav, home, body, { depth })).statusCode).toBe(400);
  });

  it('is bounded, and refuses names that are none', async () => {
    expect((await expand(home, property('displayname').repeat(300))).statusCode).toBe(400);
    const deep = Array.from({ length: 10 }).reduce<string>((inner) => property('owner', inner), '');
    expect((await expand(home, deep)).statusCode).toBe(400);
    expect((await expand(home, property('&lt;x'))).statusCode).toBe(400);
    expect((await expand(home, property('nothing'))).body).toContain(' 404 ');
  });
});
