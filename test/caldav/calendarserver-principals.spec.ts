import { createPrincipal } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { addGroup } from '../harness/index.js';
import { content, davServer, propfind, report, responses, xml } from './dav-client.js';

const principals = '/dav/principals/';
const home = '/dav/calendars/alice@example.org/';
const principal = (name: string): string => `${principals}${name}@example.org/`;
const depth0 = { depth: '0' };

const { server, dav } = await davServer();
const { dependencies: deps } = server.gateway;
await addGroup(deps, { email: 'team@example.org', name: 'The Bakery' }, ['alice', 'bob']);
await deps.store.write(async (tx) => {
  await createPrincipal(deps, tx, { email: 'room@example.org', name: 'Bake house', kind: 'resource' });
  await createPrincipal(deps, tx, { email: 'baker@elsewhere.example', name: 'Bob Baker' });
});

describe('calendarserver-principal-search', () => {
  const search = (tokens: string[], attributes = '', more = '') =>
    report(
      dav,
      principals,
      xml(
        'CS:calendarserver-principal-search',
        `${tokens.map((token) => `<CS:search-token>${token}</CS:search-token>`).join('')}${more}<D:prop><D:displayname/></D:prop>`,
      ).replace('<CS:calendarserver-principal-search ', `<CS:calendarserver-principal-search ${attributes} `),
      depth0,
    );

  it.each([
    ['everybody without a context', ['BAKE'], '', ['bob', 'room', 'team']],
    ['whom one can invite', ['bake'], 'context="attendee"', ['bob', 'room', 'team']],
    ['people', ['bake'], 'context="user"', ['bob']],
    ['groups', ['bake'], 'context="group"', ['team']],
    ['rooms', ['bake'], 'context="location"', ['room']],
    ['who has every token, in the name or the address', ['bob@', 'bak'], '', ['bob']],
    ['nobody for a token that nobody has', ['bob', 'xyzzy'], '', []],
  ])('finds %s', async (_, tokens, attributes, expected) => {
    const response = await search(tokens, attributes);
    expect(response.statusCode).toBe(207);
    expect([...responses(response).keys()]).toEqual(expected.map(principal));
  });

  it('gives the properties that were asked for, and no more people than were', async () => {
    const response = await search(['bake'], '', '<CS:limit><CS:nresults>1</CS:nresults></CS:limit>');
    const all = responses(response);
    expect([...all.keys()]).toEqual([principal('bob'), principals]);
    expect(content(all.get(principal('bob'))!, 'D:displayname')).toBe('Bob Baker');
    expect(all.get(principals)).toContain('HTTP/1.1 507');
  });

  it('refuses a search for nothing, too many tokens, unknown contexts, other depths and strangers', async () => {
    for (const response of [
      await search([]),
      await search([' ']),
      await search(Array.from({ length: 21 }, () => 'a')),
      await search(['a'], 'context="robot"'),
      await report(dav, principals, xml('CS:calendarserver-principal-search', '<CS:search-token>a</CS:search-token>')),
    ])
      expect(response.statusCode).toBe(400);
    const body = xml('CS:calendarserver-principal-search', '<CS:search-token>a</CS:search-token>');
    expect((await dav({ method: 'REPORT', path: principals, as: null, body, headers: depth0 })).statusCode).toBe(401);
  });

  it('is announced, and listed where it can be asked', async () => {
    const options = await dav({ method: 'OPTIONS', path: principals, as: null });
    expect(options.headers.dav).toContain('calendarserver-principal-search');
    const listed = (path: string) =>
      propfind(dav, path, '0', 'D:supported-report-set').then(({ body }) =>
        body.includes('<D:report><CS:calendarserver-principal-search/></D:report>'),
      );
    expect([await listed(principals), await listed(home)]).toEqual([true, false]);
  });
});

describe('expanded-group-member-set', () => {
  const members = async (path: string, name: string) =>
    content((await propfind(dav, path, '0', name)).body, name)?.match(/\/dav\/[^<]*/g) ?? null;

  it('is the members of a group, and nothing of a person', async () => {
    expect(await members(principal('team'), 'CS:expanded-group-member-set')).toEqual(['alice', 'bob'].map(principal));
    const { body } = await propfind(dav, principal('bob'), '0', 'CS:expanded-group-member-set');
    expect(body).toContain('404 Not Found');
  });

  it('is the people behind the groups that are delegates, each once, and hidden from others', async () => {
    const path = `${principal('alice')}calendar-proxy-read/`;
    const hrefs = ['team', 'bob', 'carol'].map((name) => `<D:href>${principal(name)}</D:href>`).join('');
    await dav({
      method: 'PROPPATCH',
      path,
      body: xml(
        'D:propertyupdate',
        `<D:set><D:prop><D:group-member-set>${hrefs}</D:group-member-set></D:prop></D:set>`,
      ),
    });
    expect(new Set(await members(path, 'D:group-member-set'))).toEqual(
      new Set(['team', 'bob', 'carol'].map(principal)),
    );
    const expanded = (await members(path, 'CS:expanded-group-member-set'))!;
    expect(expanded.sort()).toEqual(['alice', 'bob', 'carol'].map(principal));
    const others = await dav({
      method: 'PROPFIND',
      path,
      as: 'carol',
      headers: depth0,
      body: xml('D:propfind', '<D:prop><CS:expanded-group-member-set/></D:prop>'),
    });
    expect(others.body).toContain('<D:need-privileges>');
  });
});

describe('RFC 3253 §3.8: expand-property of a made-up property', () => {
  const set = (value: string) =>
    dav({
      method: 'PROPPATCH',
      path: home,
      body: xml('D:propertyupdate', `<D:set><D:prop>${value}</D:prop></D:set>`),
    });
  const expand = (name: string, namespace: string) =>
    report(
      dav,
      home,
      xml(
        'D:expand-property',
        `<D:property name="${name}" namespace="${namespace}"><D:property name="displayname"/></D:property>`,
      ),
      depth0,
    );
  const CS = 'http://calendarserver.org/ns/';

  it.each([
    ['in a namespace that has a prefix here', 'ptest', CS, `<CS:ptest><D:href>${principal('bob')}</D:href></CS:ptest>`],
    ['in one of its own', 'lead', 'urn:t', `<q:lead xmlns:q="urn:t"><D:href>${principal('bob')}</D:href></q:lead>`],
    ['in DAV:', 'details', 'DAV:', `<D:details xml:lang="en"><D:href>${principal('bob')}</D:href></D:details>`],
  ])('follows its hrefs %s', async (_, name, namespace, value) => {
    await set(value);
    const { body } = await expand(name, namespace);
    expect(body).toContain(`<D:response><D:href>${principal('bob')}</D:href>`);
    expect(body).toContain('<D:displayname>Bob Baker</D:displayname>');
  });

  it('says 404 for what the user cannot see, and leaves hrefs of other namespaces alone', async () => {
    await set('<CS:ptest><D:href>/dav/calendars/bob@example.org/calendar/</D:href></CS:ptest>');
    const hidden = await expand('ptest', CS);
    expect(hidden.body).toContain('404 Not Found');
    expect(hidden.body).not.toContain('displayname');
    await set(`<q:lead xmlns:q="urn:t"><q:href>${principal('bob')}</q:href></q:lead>`);
    expect((await expand('lead', 'urn:t')).body).not.toContain('displayname');
  });
});
