import { describe, expect, it } from 'vitest';
import { count, share, gdataServer } from './gdata-client.js';

const acl = 'alice%40example.org/acl/full';
const rule = (scope: string, role: string): string =>
  `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gAcl='http://schemas.google.com/acl/2007'>
  <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/acl/2007#accessRule'/>
  <gAcl:scope ${scope}></gAcl:scope>
  <gAcl:role value='http://schemas.google.com/gCal/2005#${role}'>
  </gAcl:role>
</entry>`;
const darcy = "type='user' value='darcy@example.org'";
const json = { 'content-type': 'application/json' };

describe('access control lists', () => {
  const gdata = gdataServer();
  const { send } = gdata;

  it('are read, added to, changed and taken from as the guide has it', async () => {
    const created = await send('POST', acl, { body: rule(darcy, 'editor') });
    expect(created.statusCode).toBe(201);
    const edit = `${acl}/user%3Adarcy%40example.org`;
    expect(created.headers.location).toBe(`http://127.0.0.1:8080/calendar/feeds/${edit}`);
    expect(created.body).toContain("gd:kind='calendar#acl'");
    expect(created.body).toContain('<title>editor</title><content/>');
    expect(created.body).toContain(
      "<gAcl:role value='http://schemas.google.com/gCal/2005#editor'/><gAcl:scope type='user' value='darcy@example.org'/>",
    );
    expect((await send('POST', acl, { body: rule(darcy, 'read') })).statusCode).toBe(409);

    const { body } = await send('GET', acl);
    expect(body).toContain("alice@example.org's access control list</title>");
    expect(body).toContain('<openSearch:totalResults>2</openSearch:totalResults>');
    expect(count(body, '<entry ')).toBe(2);

    const stale = { 'if-match': 'W/"stale"' };
    const changed = await send('PUT', edit, { body: rule(darcy, 'read'), headers: stale });
    expect([changed.statusCode, changed.body.includes('<title>read</title>')]).toEqual([200, true]);
    const other = rule("type='user' value='bob@example.org'", 'read');
    expect((await send('PUT', edit, { body: other })).statusCode).toBe(403);

    expect((await send('DELETE', edit)).statusCode).toBe(200);
    expect((await send('GET', edit)).statusCode).toBe(404);
    expect((await send('DELETE', edit)).statusCode).toBe(404);
  });

  it('take a PUT for a new rule, and none for no rule', async () => {
    const edit = `${acl}/domain%3Aexample.org`;
    const domain = rule("type='domain' value='example.org'", 'freebusy');
    expect((await send('PUT', edit, { body: domain })).statusCode).toBe(200);
    expect((await send('GET', edit)).statusCode).toBe(200);
    const none = domain.replace(/value='[^']*#freebusy'/, "value='none'");
    expect((await send('PUT', edit, { body: none })).statusCode).toBe(200);
    expect((await send('GET', edit)).statusCode).toBe(404);
  });

  it('take changes in part', async () => {
    await send('POST', acl, { body: rule("type='default'", 'freebusy') });
    const partial = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:a='http://schemas.google.com/acl/2007'><a:role value='http://schemas.google.com/gCal/2005#read'/></entry>`;
    const patched = await send('PATCH', `${acl}/default`, { body: partial });
    expect([patched.statusCode, patched.body.includes('<title>read</title>')]).toEqual([200, true]);
    expect(patched.body).toContain("<gAcl:scope type='default'/>");
    await send('DELETE', `${acl}/default`);
  });

  it('speak JSON-C', async () => {
    const data = { scope: 'darcy@example.org', scopeType: 'user', role: 'editor' };
    const created = await send('POST', acl, { body: JSON.stringify({ data }), headers: json });
    expect(created.statusCode).toBe(201);
    expect(created.json<{ data: unknown }>().data).toMatchObject({ kind: 'calendar#acl', canEdit: true, ...data });
    const feed = (await send('GET', `${acl}?alt=jsonc`)).json<{ data: { items: unknown[] } }>().data;
    expect(feed).toMatchObject({ kind: 'calendar#aclFeed', canPost: true });
    expect(feed.items).toHaveLength(2);
    const edit = `${acl}/user%3Adarcy%40example.org`;
    const body = JSON.stringify({ data: { ...data, etag: 'W/"x"', role: 'read' } });
    const changed = await send('PUT', edit, { body, headers: json });
    expect(changed.json<{ data: unknown }>().data).toMatchObject({ role: 'read' });
  });

  it('are for owners alone, who keep their own access', async () => {
    await share(gdata.server, 'alice', 'bob', 'writer');
    expect((await send('GET', acl, { as: 'bob' })).statusCode).toBe(403);
    expect((await send('POST', acl, { as: 'bob', body: rule(darcy, 'read') })).statusCode).toBe(403);
    expect((await send('GET', acl, { as: 'carol' })).statusCode).toBe(403);
    expect((await send('DELETE', `${acl}/user%3Aalice%40example.org`)).statusCode).toBe(403);
  });

  it.each([
    ["type='robot' value='x'", 'read'],
    ["type='user' value='nobody'", 'read'],
    [darcy, 'root'],
    [darcy, 'emperor'],
    ["type='default'", 'owner'],
  ])('refuse %s as %s', async (scope, role) => {
    expect((await send('POST', acl, { body: rule(scope, role) })).statusCode).toBe(400);
  });
});
