import { createToken } from '@dayferry/auth';
import { afterAll, expect, it } from 'vitest';
import { people, startServer } from '../harness/index.js';

const server = await startServer();
afterAll(() => server.close());

const secret = 'Secret plan';
const window = 'timeMin=2026-03-01T00:00:00Z&timeMax=2026-03-08T00:00:00Z';

async function get(token: string, url: string, headers: Record<string, string> = {}) {
  return server.inject({ url, headers: { authorization: `Bearer ${token}`, ...headers } });
}

/** What is kept in memory for one credential of a user must not be given to another one that sees less. */
it('a narrow token of the same user is given nothing that was made for a wide one', async () => {
  const alice = (await server.core.directory.byEmail(people.alice.email))!;
  const viewer = await server.core.directory.viewer(alice, ['calendar']);
  const { calendar } = await server.core.calendars.create(viewer, { title: 'Team' });
  const limited = async (wanted: object) =>
    (await createToken(server.gateway.dependencies, alice, { name: 'narrow', ...wanted })).secret;
  const busyOnly = await limited({ scopes: ['calendar.events.freebusy'] });
  const teamOnly = await limited({ calendars: [calendar.id] });
  const wide = server.tokens.alice;
  const made = await server.inject({
    method: 'POST',
    url: '/calendar/v3/calendars/primary/events',
    headers: { authorization: `Bearer ${wide}`, 'content-type': 'application/json' },
    payload: JSON.stringify({
      summary: secret,
      start: { dateTime: '2026-03-02T10:00:00Z' },
      end: { dateTime: '2026-03-02T11:00:00Z' },
    }),
  });
  const { id } = JSON.parse(made.body) as { id: string };
  const events = `/calendar/v3/calendars/primary/events`;
  for (const url of [events, `${events}?${window}&singleEvents=true`, `${events}/${id}`]) {
    const whole = await get(wide, url);
    expect(whole.body).toContain(secret);
    const narrow = await get(busyOnly, url);
    expect(narrow.statusCode).toBe(200);
    expect(narrow.body).not.toContain(secret);
    expect((await get(busyOnly, url, { 'if-none-match': whole.headers.etag ?? '"x"' })).body).not.toContain(secret);
    expect((await get(teamOnly, url)).statusCode).toBe(404);
  }
  const list = '/calendar/v3/users/me/calendarList';
  const whole = await get(wide, list);
  expect((JSON.parse(whole.body) as { items: object[] }).items).toHaveLength(2);
  for (const feed of ['/calendar/feeds/default/allcalendars/full', '/calendar/feeds/default/owncalendars/full']) {
    expect((await get(wide, feed)).body).toContain('Alice');
    expect((await get(teamOnly, feed)).body.match(/<entry/g)).toHaveLength(1);
  }
  expect((await get(wide, '/calendar/feeds/default/private/full')).body).toContain(secret);
  for (const url of ['/calendar/feeds/default/private/full', '/rest/alice%40example.org/calendar/'])
    expect((await get(teamOnly, url)).body).not.toContain(secret);
  const same = await get(teamOnly, list, { 'if-none-match': String(JSON.parse(whole.body).etag) });
  expect(same.statusCode).toBe(200);
  expect((JSON.parse(same.body) as { items: object[] }).items).toHaveLength(1);
});
