import { describe, expect, it } from 'vitest';
import { Calendars, guests, ics } from '../scheduling/meeting.js';
import { content, davServer, newCalendar, propfind, put } from './dav-client.js';

/** RFC 6638 §3.2.3, §3.2.10: COPY and MOVE of meetings. */
const { server, dav } = await davServer();
const calendars = new Calendars(server);

const home = '/dav/calendars/alice@example.org/calendar/';
const meeting = (uid: string): string =>
  ics(uid, ['DTSTART:20260310T100000Z', 'DURATION:PT1H', 'SUMMARY:Meeting', ...guests]);

async function invited(uid: string): Promise<{ path: string; tag: string }> {
  const path = `${home}${uid}.ics`;
  const made = await put(dav, path, meeting(uid));
  expect(made.statusCode).toBe(201);
  return { path, tag: String(made.headers['schedule-tag']) };
}

const tagOf = async (path: string): Promise<string> =>
  content((await propfind(dav, path, '0', 'C:schedule-tag')).body, 'C:schedule-tag')!.replaceAll('&quot;', '"');

describe('MOVE of a meeting to another calendar of its organizer', () => {
  it('§3.2.3.4: sends nothing, and what is done to it there reaches the guests', async () => {
    const { path } = await invited('moved');
    const before = (await calendars.of('bob', 'moved'))!;
    const destination = `${await newCalendar(dav)}moved.ics`;
    expect((await dav({ method: 'MOVE', path, headers: { destination } })).statusCode).toBe(201);
    expect(await calendars.of('bob', 'moved')).toEqual(before);
    expect((await put(dav, destination, meeting('moved').replace('SUMMARY:Meeting', 'SUMMARY:New'))).statusCode).toBe(
      204,
    );
    expect((await calendars.of('bob', 'moved'))!.master.title).toBe('New');
  });

  it('§3.2.10: answers with the Schedule-Tag of the destination, which is another', async () => {
    const { path, tag } = await invited('tagged');
    const destination = `${await newCalendar(dav)}tagged.ics`;
    const moved = await dav({ method: 'MOVE', path, headers: { destination } });
    expect(moved.headers['schedule-tag']).toBe(await tagOf(destination));
    expect(moved.headers['schedule-tag']).not.toBe(tag);
    const renamed = await dav({ method: 'MOVE', path: destination, headers: { destination: `${home}renamed.ics` } });
    expect(renamed.headers['schedule-tag']).toBe(await tagOf(`${home}renamed.ics`));
    expect(renamed.headers['schedule-tag']).not.toBe(moved.headers['schedule-tag']);
  });
});

describe('COPY of a meeting', () => {
  it('§3.2.3.3: to another calendar of the same person is refused, and tells nobody', async () => {
    const { path } = await invited('copied');
    const before = (await calendars.of('bob', 'copied'))!;
    const destination = `${await newCalendar(dav)}copied.ics`;
    const refused = await dav({ method: 'COPY', path, headers: { destination } });
    expect([refused.statusCode, refused.body]).toEqual([
      403,
      expect.stringContaining('<C:unique-scheduling-object-resource>'),
    ]);
    expect(await calendars.of('bob', 'copied')).toEqual(before);
  });

  it('§3.2.10: of somebody else’s answers with the Schedule-Tag of the destination', async () => {
    const { path } = await invited('shared');
    await server.core.calendars.setAcl(await calendars.open('alice'), {
      scopeType: 'user',
      scopeValue: 'bob@example.org',
      role: 'reader',
    });
    const own = '/dav/calendars/bob@example.org/calendar/shared.ics';
    expect((await dav({ method: 'DELETE', path: own, as: 'bob' })).statusCode).toBe(204);
    const copied = await dav({ method: 'COPY', path, as: 'bob', headers: { destination: own } });
    expect(copied.statusCode, copied.body).toBe(201);
    const found = await propfind((request) => dav({ ...request, as: 'bob' }), own, '0', 'C:schedule-tag');
    expect(copied.headers['schedule-tag']).toMatch(/^"/);
    expect(content(found.body, 'C:schedule-tag')!.replaceAll('&quot;', '"')).toBe(copied.headers['schedule-tag']);
  });
});
