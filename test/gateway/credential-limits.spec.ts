import { createAppPassword, createToken, type NewCredential } from '@dayferry/auth';
import type { Principal } from '@dayferry/core';
import { afterAll, describe, expect, it } from 'vitest';
import { people, startServer } from '../harness/index.js';

const server = await startServer();
const alice: Principal = (await server.core.directory.byEmail(people.alice.email))!;
afterAll(() => server.close());

const doors = {
  v2: { method: 'GET', url: '/calendar/feeds/default/private/full' },
  v3: { method: 'GET', url: '/calendar/v3/calendars/primary/events' },
  caldav: { method: 'PROPFIND', url: '/dav/calendars/alice%40example.org/calendar/' },
  jscalendar: { method: 'GET', url: '/rest/alice%40example.org/calendar/' },
};

async function header(wanted: Omit<NewCredential, 'name'>): Promise<string> {
  const { secret } = await createAppPassword(server.gateway.dependencies, alice, { name: 'limited', ...wanted });
  return `Basic ${Buffer.from(`alice@example.org:${secret}`).toString('base64')}`;
}

async function statuses(authorization: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, request] of Object.entries(doors))
    found[name] = (await server.inject({ ...request, headers: { authorization } })).statusCode;
  return found;
}

describe('an app password', () => {
  it('opens every protocol without limits', async () =>
    expect(await statuses(await header({}))).toEqual({ v2: 200, v3: 200, caldav: 207, jscalendar: 200 }));

  it('opens the protocols that it is for', async () => {
    expect(await statuses(await header({ protocols: ['caldav'] }))).toEqual({
      v2: 403,
      v3: 403,
      caldav: 207,
      jscalendar: 403,
    });
    expect(await statuses(await header({ protocols: ['v2', 'jscalendar'] }))).toEqual({
      v2: 200,
      v3: 403,
      caldav: 403,
      jscalendar: 200,
    });
  });

  it.each([
    ['caldav', { v2: 403, v3: 403, caldav: 207, jscalendar: 403 }],
    ['jscalendar.readonly', { v2: 403, v3: 403, caldav: 403, jscalendar: 200 }],
    ['calendar.events.readonly', { v2: 200, v3: 200, caldav: 207, jscalendar: 200 }],
    ['calendar.settings.readonly', { v2: 403, v3: 403, caldav: 403, jscalendar: 403 }],
  ])('with the scope %s opens %j', async (scope, expected) =>
    expect(await statuses(await header({ scopes: [scope] }))).toEqual(expected),
  );

  it('sees no calendar but those that it is for, through any protocol', async () => {
    const { id, authorization } = await otherCalendar();
    const listed = await server.inject({ url: '/calendar/v3/users/me/calendarList', headers: { authorization } });
    expect((JSON.parse(listed.body) as { items: { id: string }[] }).items.map((item) => item.id)).toEqual([id]);
    // v2 says the same 403 of calendars that are not there.
    expect(await statuses(authorization)).toEqual({ v2: 403, v3: 404, caldav: 404, jscalendar: 404 });
    const opened = await server.inject({ url: `/calendar/v3/calendars/${id}/events`, headers: { authorization } });
    expect(opened.statusCode).toBe(200);
    const busy = await server.inject({
      method: 'POST',
      url: '/calendar/v3/freeBusy',
      headers: { authorization, 'content-type': 'application/json' },
      payload: JSON.stringify({
        timeMin: '2026-01-01T00:00:00Z',
        timeMax: '2026-02-01T00:00:00Z',
        items: [{ id: 'alice@example.org' }],
      }),
    });
    expect(busy.body).toContain('notFound');
  });

  it('for some calendars makes no others', async () => {
    const { authorization } = await otherCalendar();
    for (const request of [
      { method: 'POST', url: '/calendar/v3/calendars', payload: JSON.stringify({ summary: 'more' }) },
      { method: 'MKCALENDAR', url: '/dav/calendars/alice%40example.org/more/' },
    ])
      expect(
        (await server.inject({ ...request, headers: { authorization, 'content-type': 'application/json' } }))
          .statusCode,
      ).toBe(403);
  });

  async function otherCalendar(): Promise<{ id: string; authorization: string }> {
    const viewer = await server.core.directory.viewer(alice, ['calendar']);
    const { calendar } = await server.core.calendars.create(viewer, { title: 'Team' });
    return { id: calendar.id, authorization: await header({ calendars: [calendar.id] }) };
  }
});

describe('a token', () => {
  const call = async (scopes: string[], method: string, url: string, body?: object): Promise<number> => {
    const { secret } = await createToken(server.gateway.dependencies, alice, { name: 'scoped', scopes });
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    return (await server.inject({ method, url, headers, payload: body && JSON.stringify(body) })).statusCode;
  };
  const rule = { role: 'reader', scope: { type: 'user', value: 'bob@example.org' } };
  const event = { start: { dateTime: '2026-03-01T10:00:00Z' }, end: { dateTime: '2026-03-01T11:00:00Z' } };

  it.each([
    ['calendar.acls', 200, 403],
    ['calendar.events', 403, 200],
    ['calendar.events.owned', 403, 200],
    ['calendar.calendars', 403, 403],
  ])('with %s changes access rules: %d, events: %d', async (scope, acl, events) => {
    expect(await call([scope], 'POST', '/calendar/v3/calendars/primary/acl', rule)).toBe(acl);
    expect(await call([scope], 'POST', '/calendar/v3/calendars/primary/events', event)).toBe(events);
  });

  it('for events changes no access rules through CalDAV and JSCalendar either', async () => {
    const acl =
      '<acl xmlns="DAV:"><ace><principal><all/></principal><grant><privilege><read/></privilege></grant></ace></acl>';
    const { secret } = await createToken(server.gateway.dependencies, alice, {
      name: 'e',
      scopes: ['calendar.events'],
    });
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/xml' };
    const url = '/dav/calendars/alice%40example.org/calendar/';
    expect((await server.inject({ method: 'ACL', url, headers, payload: acl })).statusCode).toBe(403);
    expect((await server.inject({ method: 'MKCALENDAR', url: `${url.slice(0, -9)}new/`, headers })).statusCode).toBe(
      403,
    );
  });

  it('for free/busy sees times and no titles', async () => {
    await call(['calendar'], 'POST', '/calendar/v3/calendars/primary/events', { ...event, summary: 'Secret plan' });
    const { secret } = await createToken(server.gateway.dependencies, alice, {
      name: 'busy',
      scopes: ['calendar.events.freebusy'],
    });
    const headers = { authorization: `Bearer ${secret}` };
    const { statusCode, body } = await server.inject({ url: '/calendar/v3/calendars/primary/events', headers });
    expect(statusCode).toBe(200);
    expect(body).toContain('2026-03-01T');
    expect(body).not.toContain('Secret plan');
  });

  it('for own calendars does not open shared ones', async () => {
    const bob = (await server.core.directory.byEmail(people.bob.email))!;
    const open = await server.core.calendars.open(await server.core.directory.viewer(bob, ['calendar']), bob.email);
    await server.core.calendars.setAcl(open, { scopeType: 'user', scopeValue: alice.email, role: 'writer' });
    const url = '/calendar/v3/calendars/bob%40example.org/events';
    expect(await call(['calendar.events.readonly'], 'GET', url)).toBe(200);
    // calendar-v3 §2.2: insufficientPermissions; that the calendar is there, its writer knows.
    expect(await call(['calendar.events.owned.readonly'], 'GET', url)).toBe(403);
  });
});

describe('a server that refuses Basic', () => {
  it('says so in every protocol, and asks for no password', async () => {
    const strict = await startServer({ env: { DAYFERRY_BASIC_SIGN_IN: 'refuse' } });
    const basic = `Basic ${Buffer.from(`alice@example.org:${strict.passwords.alice}`).toString('base64')}`;
    for (const request of Object.values(doors)) {
      const refused = await strict.inject({ ...request, headers: { authorization: basic } });
      expect(refused.statusCode).toBe(401);
      expect([refused.headers['www-authenticate']].flat()).toEqual(['Bearer realm="Dayferry"']);
      const taken = await strict.inject({ ...request, headers: { authorization: `Bearer ${strict.tokens.alice}` } });
      expect(taken.statusCode).toBeLessThan(300);
    }
    await strict.close();
  });
});
