import { createToken } from '@dayferry/auth';
import { createPrincipal, type Principal } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { people, startServer, type Request } from '../harness/index.js';

const server = await startServer();
afterAll(() => server.close());

const { dependencies } = server.gateway;
const alice = (await server.core.directory.byEmail(people.alice.email))!;
const viewer = await server.core.directory.viewer(alice, ['calendar']);
const team = await server.core.calendars.create(viewer, { title: 'Team' });
const id = encodeURIComponent(team.calendar.id);

async function administrator(email: string): Promise<{ user: Principal; ask: (request: Request) => Promise<string> }> {
  const user = await dependencies.store.write((tx) => createPrincipal(dependencies, tx, { email, isAdmin: true }));
  const { secret } = await createToken(dependencies, user, { name: 'test' });
  const headers = { authorization: `Bearer ${secret}`, 'gdata-version': '2.6' };
  const ask = async (request: Request): Promise<string> => {
    const answer = await server.inject({ ...request, headers: { ...headers, ...request.headers } });
    return `${answer.statusCode} ${answer.body}`;
  };
  return { user, ask };
}

const { user: admin, ask } = await administrator('admin@example.org');
const v2 = (calendar: string): Promise<string> =>
  ask({ method: 'GET', url: `/calendar/feeds/default/allcalendars/full/${encodeURIComponent(calendar)}` });
const levelIn = (body: string): string | undefined => /<gCal:accesslevel value='(\w+)'/.exec(body)?.[1];
const subscribe = () =>
  ask({ method: 'POST', url: '/calendar/v3/users/me/calendarList', payload: { id: team.calendar.id } });

describe('root, the access level of a domain’s administrator', () => {
  it('is what v2 says of calendars of the domain, and the others say owner', async () => {
    expect(await subscribe()).toContain('"accessRole": "owner"');
    expect(levelIn(await v2(team.calendar.id))).toBe('root');
    expect(await ask({ method: 'GET', url: `/calendar/feeds/default/allcalendars/full/${id}?alt=jsonc` })).toContain(
      '"accessLevel":"root"',
    );
    const body = '<propfind xmlns="DAV:"><prop><current-user-privilege-set/></prop></propfind>';
    const url = `/caldav/v2/${id}/events/`;
    const found = await ask({
      method: 'PROPFIND',
      url,
      headers: { depth: '0', 'content-type': 'application/xml' },
      payload: body,
    });
    expect(found).toMatch(/<(\w+:)?write-acl\/>/);
    const inRest = await ask({ method: 'GET', url: `/rest/${admin.email}/calendars/${id}` });
    expect(inRest).toMatch(/"role":\s*"owner"/);
  });

  it('is owner on calendars of their own, and where a rule says so, with another ETag', async () => {
    expect(levelIn(await v2(admin.email))).toBe('owner');
    const before = await v2(team.calendar.id);
    const rule = { scopeType: 'user', scopeValue: admin.email } as const;
    await server.core.calendars.setAcl(team, { ...rule, role: 'owner' });
    const after = await v2(team.calendar.id);
    expect(levelIn(after)).toBe('owner');
    const etagIn = (text: string): string | undefined => /gd:etag='([^']+)'/.exec(text)?.[1];
    expect(etagIn(after)).not.toBe(etagIn(before));
    await server.core.calendars.setAcl(team, { ...rule, role: 'reader' });
    expect(levelIn(await v2(team.calendar.id))).toBe('root');
    await server.core.calendars.setAcl(team, { ...rule, role: 'none' });
  });

  it('cannot be given by a rule', async () => {
    const entry = `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gAcl='http://schemas.google.com/acl/2007'>
      <gAcl:scope type='user' value='bob@example.org'/>
      <gAcl:role value='http://schemas.google.com/gCal/2005#root'/></entry>`;
    const headers = { 'content-type': 'application/atom+xml' };
    const given = await ask({ method: 'POST', url: `/calendar/feeds/${id}/acl/full`, headers, payload: entry });
    expect(given.slice(0, 3)).toBe('400');
    const rule = { role: 'root', scope: { type: 'user', value: 'bob@example.org' } };
    const inV3 = await ask({ method: 'POST', url: `/calendar/v3/calendars/${id}/acl`, payload: rule });
    expect(inV3.slice(0, 3)).toBe('400');
  });

  it('is not had by the administrator of another domain, not even where one of their people is an owner', async () => {
    const elsewhere = await administrator('admin@elsewhere.example');
    const guest = await dependencies.store.write((tx) =>
      createPrincipal(dependencies, tx, { email: 'guest@elsewhere.example' }),
    );
    await server.core.calendars.setAcl(team, { scopeType: 'user', scopeValue: guest.email, role: 'owner' });
    const seen = await elsewhere.ask({ method: 'GET', url: `/calendar/v3/calendars/${id}` });
    expect(seen.slice(0, 3)).toBe('404');
    const missing = await elsewhere.ask({ method: 'GET', url: '/calendar/v3/calendars/c_missing%40example.org' });
    expect(seen).toBe(missing);
  });
});
