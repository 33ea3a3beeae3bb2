import { setImmediate as nextTurn } from 'node:timers/promises';
import { mailTopic, type MailMessage } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { clientOf } from '../calendar-v3/client.js';
import { type Person } from '../harness/index.js';
import { Calendars, guests, ics, outbox } from '../scheduling/meeting.js';
import { davServer, put } from './dav-client.js';

const home = (person: Person): string => `/dav/calendars/${person}@example.org/`;

const { server, dav } = await davServer();
const calendars = new Calendars(server);
const v3 = clientOf(server);

const meeting = (uid: string): string =>
  ics(uid, [
    'DTSTART:20260310T100000Z',
    'DURATION:PT1H',
    'SUMMARY:Meeting',
    ...guests,
    'ATTENDEE:mailto:eve@elsewhere.example',
  ]);
const mails = async (uid: string): Promise<string[]> =>
  (await outbox(server, mailTopic))
    .map((row) => JSON.parse(row.payload) as MailMessage)
    .filter(({ series }) => series.uid === uid)
    .map(({ method, to }) => `${method} ${to.join()}`);

/** Alice's calendar with one meeting in it. */
async function withMeeting(name: string): Promise<string> {
  const path = `${home('alice')}${name}/`;
  expect((await dav({ method: 'MKCALENDAR', path })).statusCode).toBe(201);
  expect((await put(dav, `${path}${name}.ics`, meeting(name))).statusCode).toBe(201);
  expect(await calendars.of('bob', name)).not.toBeNull();
  return path;
}

describe('RFC 6638 §3.2.3.2: DELETE of a calendar', () => {
  it('of the organizer ends its meetings for everybody, and tells those elsewhere', async () => {
    const path = await withMeeting('project');
    await put(dav, `${path}alone.ics`, ics('alone', ['DTSTART:20260310T100000Z', 'SUMMARY:Alone']));
    expect((await dav({ method: 'DELETE', path })).statusCode).toBe(204);
    for (const person of ['bob', 'carol'] as const) expect(await calendars.of(person, 'project')).toBeNull();
    expect(await mails('project')).toEqual(['request eve@elsewhere.example', 'cancel eve@elsewhere.example']);
    expect((await dav({ method: 'GET', path })).statusCode).toBe(404);
  });

  /** Bob's copy, put away in a calendar of its own. */
  async function movedCopy(uid: string): Promise<string> {
    const path = `${home('bob')}${uid}/`;
    await dav({ method: 'MKCALENDAR', path, as: 'bob' });
    const { resourceName } = (await calendars.of('bob', uid))!;
    const headers = { destination: `${path}copy.ics` };
    const moved = await dav({ method: 'MOVE', path: `${home('bob')}calendar/${resourceName}`, as: 'bob', headers });
    expect(moved.statusCode).toBe(201);
    return path;
  }

  it('of a guest declines for them, and leaves the meeting to the others', async () => {
    await put(dav, `${home('alice')}calendar/guest.ics`, meeting('guest'));
    const path = await movedCopy('guest');
    expect(await calendars.answers('alice', 'guest')).toMatchObject({ bob: 'needs-action' });
    expect((await dav({ method: 'DELETE', path, as: 'bob' })).statusCode).toBe(204);
    expect(await calendars.answers('alice', 'guest')).toMatchObject({ bob: 'declined', carol: 'needs-action' });
    expect(await calendars.answers('carol', 'guest')).toMatchObject({ bob: 'declined' });
  });

  it('§8.1: Schedule-Reply: F keeps the organizer out of it', async () => {
    await put(dav, `${home('alice')}calendar/silent.ics`, meeting('silent'));
    const path = await movedCopy('silent');
    expect((await dav({ method: 'DELETE', path, as: 'bob', headers: { 'schedule-reply': 'F' } })).statusCode).toBe(204);
    expect(await calendars.answers('alice', 'silent')).toMatchObject({ bob: 'needs-action' });
  });

  it('through v3 leaves no copies behind either; mail goes to nobody who was not asked for', async () => {
    await withMeeting('by-v3');
    const { items } = (await v3('GET', '/users/me/calendarList')).body;
    const { id } = items.find(({ summary }) => summary === 'by-v3')!;
    expect((await v3('DELETE', `/calendars/${id}`)).status).toBe(204);
    expect(await calendars.of('bob', 'by-v3')).toBeNull();
    expect(await mails('by-v3')).toEqual(['request eve@elsewhere.example']);
  });

  it('of many meetings lets others read meanwhile', async () => {
    const path = await withMeeting('long');
    const names = Array.from({ length: 40 }, (_, i) => `long-${i}`);
    await Promise.all(names.map((name) => put(dav, `${path}${name}.ics`, meeting(name))));
    let isOver = false;
    const deletion = dav({ method: 'DELETE', path }).finally(() => (isOver = true));
    let answered = 0;
    for (; !isOver; answered += 1) {
      const depth = { depth: '0' };
      expect((await dav({ method: 'PROPFIND', path: home('bob'), as: 'bob', headers: depth })).statusCode).toBe(207);
      await nextTurn();
    }
    expect((await deletion).statusCode).toBe(204);
    expect(answered).toBeGreaterThan(5);
    expect(await calendars.of('bob', 'long-39')).toBeNull();
  });

  it('and clearing one through v3 the same', async () => {
    await put(dav, `${home('alice')}calendar/cleared.ics`, meeting('cleared'));
    expect((await v3('POST', '/calendars/primary/clear')).status).toBe(204);
    expect(await calendars.of('bob', 'cleared')).toBeNull();
  });
});

describe('RFC 6638 §3.2.4.3: allowed-organizer-scheduling-object-change', () => {
  it('refuses to take the organizer away from guests who stay', async () => {
    const path = `${home('alice')}calendar/headless.ics`;
    await put(dav, path, meeting('headless'));
    const headless = meeting('headless').replace(/ORGANIZER.*\r\n/, '');
    const refused = await put(dav, path, headless);
    expect([refused.statusCode, refused.body]).toEqual([
      403,
      expect.stringContaining('<C:allowed-organizer-scheduling-object-change/>'),
    ]);
    expect(await calendars.of('bob', 'headless')).not.toBeNull();
    const alone = headless.replace(/ATTENDEE(?:(?!alice).)*\r\n/g, '');
    expect((await put(dav, path, alone)).statusCode).toBe(204);
    expect(await calendars.of('bob', 'headless')).toBeNull();
  });
});
