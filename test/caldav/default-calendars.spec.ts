import { expect, it } from 'vitest';
import { content, davServer, eventText, propfind, put, responses } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';

const { server, dav } = await davServer();

const task = eventText({ uid: 'task@example.org', start: '', end: '' }).replaceAll('VEVENT', 'VTODO');

it('a new home has a calendar for events and one for tasks alone, at paths that are known', async () => {
  const listing = responses(await propfind(dav, home, '1', 'D:displayname', 'C:supported-calendar-component-set'));
  expect(content(listing.get(`${home}calendar/`)!, 'C:supported-calendar-component-set')).toContain('"VEVENT"');
  const tasks = listing.get(`${home}tasks/`)!;
  expect(content(tasks, 'C:supported-calendar-component-set')).toBe('<C:comp name="VTODO"/>');
  expect(content(tasks, 'D:displayname')).toBe('Tasks');
});

it('the calendar for tasks takes no event', async () => {
  const event = await put(dav, `${home}tasks/event.ics`, eventText());
  expect([event.statusCode, content(event.body, 'C:supported-calendar-component')]).toEqual([403, '']);
  expect((await put(dav, `${home}tasks/task.ics`, task)).statusCode).toBe(201);
});

it('shows its tasks over JSON at the same path', async () => {
  const headers = { authorization: `Bearer ${server.tokens.alice}`, accept: 'application/json' };
  const { body } = await server.inject({ url: '/rest/alice@example.org/tasks/', headers });
  expect(body).toContain('task@example.org');
});

it('the lists of v2 and v3 leave it out, since it holds no events', async () => {
  const headers = { authorization: `Bearer ${server.tokens.alice}` };
  const v3 = await server.inject({ url: '/calendar/v3/users/me/calendarList', headers });
  expect(v3.json<{ items: { id: string }[] }>().items.map(({ id }) => id)).toEqual(['alice@example.org']);
  const v2 = await server.inject({ url: '/calendar/feeds/default/allcalendars/full', headers });
  expect(v2.statusCode).toBe(200);
  expect(v2.body.match(/<entry/g)).toHaveLength(1);
});

it('goes when its owner deletes it, unlike the primary calendar', async () => {
  expect((await dav({ method: 'DELETE', path: `${home}tasks/` })).statusCode).toBe(204);
  const primary = await dav({ method: 'DELETE', path: `${home}calendar/` });
  expect([primary.statusCode, content(primary.body, 'C:default-calendar-needed')]).toEqual([403, '']);
});
