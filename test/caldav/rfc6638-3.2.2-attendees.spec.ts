import type { Response } from 'light-my-request';
import { describe, expect, it } from 'vitest';
import { type Person } from '../harness/index.js';
import { Calendars, answersIn, guests, ics } from '../scheduling/meeting.js';
import { davServer, put, type Dav } from './dav-client.js';

/** RFC 6638 §3.2.2: what attendees may do to their copies of a meeting, and what follows from it. */
const { server, dav } = await davServer();
const calendars = new Calendars(server);
const asBob: Dav = (request) => dav({ ...request, as: 'bob' });

const pathOf = (person: Person, uid: string): string => `/dav/calendars/${person}@example.org/calendar/${uid}.ics`;

async function invite(uid: string, ...more: string[]): Promise<void> {
  const text = ics(uid, ['DTSTART:20260310T100000Z', 'DURATION:PT1H', 'SUMMARY:Meeting', ...guests, ...more]);
  expect((await put(dav, pathOf('alice', uid), text)).statusCode).toBe(201);
}

async function copyOf(uid: string): Promise<string> {
  return (await asBob({ method: 'GET', path: pathOf('bob', uid) })).body.replaceAll('\r\n ', '');
}

async function change(uid: string, edit: (text: string) => string): Promise<Response> {
  const text = await copyOf(uid);
  expect(edit(text)).not.toBe(text);
  return put(asBob, pathOf('bob', uid), edit(text));
}

const inEvent =
  (...lines: string[]) =>
  (text: string): string =>
    text.replace('END:VEVENT', [...lines, 'END:VEVENT'].join('\r\n'));
const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Mine', 'TRIGGER:-PT5M', 'END:VALARM'];
const bobs = /ATTENDEE[^\r\n]*:mailto:bob@example.org/;
const instance = (text: string, day: string): string =>
  /BEGIN:VEVENT.*?END:VEVENT\r\n/s
    .exec(text)![0]
    .replace(/RRULE:.*\r\n/, '')
    .replace(/DTSTART:.*\r\n/, `DTSTART:${day}T100000Z\r\nRECURRENCE-ID:${day}T100000Z\r\n`);

describe('§3.2.2.1: an attendee', () => {
  it.each([
    ['set TRANSP', inEvent('TRANSP:TRANSPARENT'), /^TRANSP:TRANSPARENT$/m],
    ['add an alarm', inEvent(...alarm), /^TRIGGER:-PT5M$/m],
    [
      'change PRODID',
      (text: string) => text.replace(/PRODID:.*\r\n/, 'PRODID:-//Bob//EN\r\n'),
      /^PRODID:-\/\/Bob\/\/EN$/m,
    ],
    [
      'add CALSCALE',
      (text: string) => text.replace('VERSION:2.0', 'VERSION:2.0\r\nCALSCALE:GREGORIAN'),
      /^CALSCALE:GREGORIAN$/m,
    ],
    ['write CREATED', inEvent('CREATED:20250101T000000Z'), /^CREATED:20250101T000000Z$/m],
    ['write LAST-MODIFIED', inEvent('LAST-MODIFIED:20260201T000000Z'), /^BEGIN:VEVENT$/m],
    [
      'write DTSTAMP',
      (text: string) => text.replace(/DTSTAMP:.*\r\n/, 'DTSTAMP:20260202T000000Z\r\n'),
      /^BEGIN:VEVENT$/m,
    ],
  ])('may %s', async (what, edit, expected) => {
    const uid = what.toLowerCase().replaceAll(' ', '-');
    await invite(uid);
    const written = await change(uid, edit);
    expect(written.statusCode, written.body).toBe(204);
    expect((await copyOf(uid)).replaceAll('\r', '')).toMatch(expected);
    expect((await calendars.of('alice', uid))!.master).toMatchObject({ title: 'Meeting' });
    expect((await calendars.of('alice', uid))!.master.alarms).toBeUndefined();
  });

  it('may take the alarm, and TRANSP, out again', async () => {
    await invite('taken-out', 'TRANSP:TRANSPARENT');
    await change('taken-out', inEvent(...alarm));
    const bare = await change('taken-out', (text) =>
      text.replace(/BEGIN:VALARM.*END:VALARM\r\n/s, '').replace('TRANSP:TRANSPARENT\r\n', ''),
    );
    expect(bare.statusCode, bare.body).toBe(204);
    expect(await copyOf('taken-out')).not.toMatch(/VALARM|TRANSP:TRANSPARENT/);
  });

  it('may say how much of a task is done: PERCENT-COMPLETE, COMPLETED', async () => {
    const task = ics('task', ['DTSTART:20260310T100000Z', 'SUMMARY:Task', ...guests]).replaceAll('VEVENT', 'VTODO');
    expect((await put(dav, pathOf('alice', 'task'), task)).statusCode).toBe(201);
    const lines = ['PERCENT-COMPLETE:100', 'COMPLETED:20260311T080000Z'];
    const written = await change('task', (text) => text.replace('END:VTODO', [...lines, 'END:VTODO'].join('\r\n')));
    expect(written.statusCode, written.body).toBe(204);
    for (const line of lines) expect(await copyOf('task')).toContain(line);
  });

  it('may note the status of attendees whom a client tells', async () => {
    const client = 'ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:eve@elsewhere.example';
    await invite('clients', client);
    const written = await change('clients', (text) =>
      text.replace(/ATTENDEE(.*):mailto:eve/, 'ATTENDEE$1;SCHEDULE-AGENT=CLIENT;SCHEDULE-STATUS=1.1:mailto:eve'),
    );
    expect(written.statusCode, written.body).toBe(204);
  });

  it('may say so for one instance by a component of its own', async () => {
    await invite('instance', 'RRULE:FREQ=DAILY;COUNT=3');
    const written = await change('instance', (text) =>
      text.replace(
        'END:VCALENDAR',
        `${inEvent(...alarm)(instance(text, '20260311')).replace(bobs, 'ATTENDEE;PARTSTAT=TENTATIVE:mailto:bob@example.org')}END:VCALENDAR`,
      ),
    );
    expect(written.statusCode, written.body).toBe(204);
    expect(await copyOf('instance')).toMatch(/RECURRENCE-ID:20260311T100000Z/);
    const { overrides } = (await calendars.of('alice', 'instance'))!;
    expect(overrides.map(({ patch }) => answersIn(patch.attendees ?? []))).toEqual([
      expect.objectContaining({ bob: 'tentative' }),
    ]);
    expect(await calendars.answers('alice', 'instance')).toMatchObject({ bob: 'needs-action' });
  });
});

describe('§3.2.2.3: the organizer hears of', () => {
  it('an EXDATE, which declines that instance, with the component of it gone', async () => {
    await invite('exdate', 'RRULE:FREQ=DAILY;COUNT=3');
    await change('exdate', (text) =>
      text.replace(
        'END:VCALENDAR',
        `${instance(text, '20260312').replace(bobs, 'ATTENDEE;PARTSTAT=TENTATIVE:mailto:bob@example.org')}END:VCALENDAR`,
      ),
    );
    const written = await change('exdate', (text) => {
      const own = /BEGIN:VEVENT(?:(?!END:VEVENT).)*RECURRENCE-ID.*?END:VEVENT\r\n/s;
      return text.replace(own, '').replace(/RRULE/, 'EXDATE:20260312T100000Z\r\nRRULE');
    });
    expect(written.statusCode, written.body).toBe(204);
    const answers = async (person: Person): Promise<object[]> =>
      (await calendars.of(person, 'exdate'))!.overrides.map(({ patch }) => answersIn(patch.attendees ?? []));
    for (const person of ['alice', 'carol'] as const)
      expect(await answers(person)).toEqual([expect.objectContaining({ bob: 'declined' })]);
    expect(await calendars.answers('alice', 'exdate')).toMatchObject({ bob: 'needs-action' });
    expect(await copyOf('exdate')).toContain('EXDATE');
  });

  it('nothing, when the answer is what it was', async () => {
    await invite('alarmed');
    const before = (await calendars.of('alice', 'alarmed'))!.seq;
    expect((await change('alarmed', inEvent(...alarm))).statusCode).toBe(204);
    expect((await calendars.of('alice', 'alarmed'))!.seq).toBe(before);
  });
});

describe('§4.2: the organizer’s object', () => {
  const line = async (uid: string, who: string): Promise<string[]> => {
    const { body } = await dav({ method: 'GET', path: pathOf('alice', uid) });
    return body.replaceAll('\r\n ', '').match(new RegExp(`ATTENDEE.*mailto:${who}@.*`, 'g')) ?? [];
  };

  it('says SCHEDULE-STATUS 2.0 of who has answered, for the whole and for one instance', async () => {
    await invite('status', 'RRULE:FREQ=DAILY;COUNT=3');
    await change('status', (text) => text.replace(bobs, 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org'));
    expect(await line('status', 'bob')).toEqual([expect.stringContaining('SCHEDULE-STATUS=2.0')]);
    expect(await line('status', 'carol')).toEqual([expect.stringContaining('SCHEDULE-STATUS=1.2')]);
    const written = await change('status', (text) =>
      text.replace(
        'END:VCALENDAR',
        `${instance(text, '20260311').replace(bobs, 'ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.org')}END:VCALENDAR`,
      ),
    );
    expect(written.statusCode, written.body).toBe(204);
    expect((await line('status', 'bob')).map((text) => /PARTSTAT=\w+/.exec(text)![0])).toEqual([
      'PARTSTAT=ACCEPTED',
      'PARTSTAT=DECLINED',
    ]);
    for (const text of await line('status', 'bob')) expect(text).toContain('SCHEDULE-STATUS=2.0');
  });

  it('says so of who declines by deleting the copy', async () => {
    await invite('deleted');
    await asBob({ method: 'DELETE', path: pathOf('bob', 'deleted') });
    expect(await line('deleted', 'bob')).toEqual([expect.stringMatching(/PARTSTAT=DECLINED.*SCHEDULE-STATUS=2.0/)]);
  });

  it('keeps it while the organizer sends nothing', async () => {
    await invite('unsent');
    await change('unsent', (text) => text.replace(bobs, 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org'));
    const { body } = await dav({ method: 'GET', path: pathOf('alice', 'unsent') });
    expect((await put(dav, pathOf('alice', 'unsent'), inEvent(...alarm)(body))).statusCode).toBe(204);
    expect(await line('unsent', 'bob')).toEqual([expect.stringContaining('SCHEDULE-STATUS=2.0')]);
  });

  it('tells those instances apart that somebody has answered for', async () => {
    await invite('apart', 'RRULE:FREQ=DAILY;COUNT=3');
    await change('apart', (text) =>
      text.replace(
        'END:VCALENDAR',
        `${instance(text, '20260311').replace(bobs, 'ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.org')}END:VCALENDAR`,
      ),
    );
    const statuses = async (): Promise<(string | undefined)[]> =>
      (await line('apart', 'bob')).map((text) => /SCHEDULE-STATUS=([\d.]+)/.exec(text)?.[1]);
    expect(await statuses()).toEqual(['1.2', '2.0']);
    const { body } = await dav({ method: 'GET', path: pathOf('alice', 'apart') });
    expect((await put(dav, pathOf('alice', 'apart'), inEvent(...alarm)(body))).statusCode).toBe(204);
    expect(await statuses()).toEqual(['1.2', '2.0']);
  });

  it('is 1.2 again when the organizer has sent an update, the answer staying', async () => {
    await invite('again');
    await change('again', (text) => text.replace(bobs, 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org'));
    const { body } = await dav({ method: 'GET', path: pathOf('alice', 'again') });
    await put(dav, pathOf('alice', 'again'), body.replace('SUMMARY:Meeting', 'SUMMARY:Changed'));
    expect(await line('again', 'bob')).toEqual([expect.stringMatching(/PARTSTAT=ACCEPTED.*SCHEDULE-STATUS=1.2/)]);
  });
});

describe('§3.2.2.2, §7.1: SCHEDULE-AGENT beside the organizer', () => {
  const agent = (text: string, name: string): string => text.replace('ORGANIZER:', `ORGANIZER;SCHEDULE-AGENT=${name}:`);
  const answered = [
    'DTSTART:20260310T100000Z',
    'SUMMARY:Invited by mail',
    'ORGANIZER:mailto:alice@example.org',
    'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org',
  ];

  it.each(['NONE', 'CLIENT', 'X-SOMETHING', 'UNHEARD-OF'])(
    'has the server send no answer when it is %s',
    async (name) => {
      const uid = `agent-${name.toLowerCase()}`;
      const text = ics(uid, ['DTSTART:20260310T100000Z', 'SUMMARY:Meeting', ...guests]);
      await put(dav, pathOf('alice', uid), text);
      await asBob({ method: 'DELETE', path: pathOf('bob', uid), headers: { 'schedule-reply': 'F' } });
      expect((await put(asBob, pathOf('bob', uid), agent(ics(uid, answered), name))).statusCode).toBe(201);
      expect(await calendars.answers('alice', uid)).toMatchObject({ bob: 'needs-action' });
    },
  );

  it('where components differ, the one of the series counts', async () => {
    await put(dav, pathOf('alice', 'mixed'), ics('mixed', ['DTSTART:20260310T100000Z', 'SUMMARY:Meeting', ...guests]));
    await asBob({ method: 'DELETE', path: pathOf('bob', 'mixed'), headers: { 'schedule-reply': 'F' } });
    const second = ['RECURRENCE-ID:20260311T100000Z', ...answered];
    const mixed = agent(ics('mixed', [...answered, 'RRULE:FREQ=DAILY;COUNT=3'], second), 'CLIENT');
    expect((await put(asBob, pathOf('bob', 'mixed'), mixed)).statusCode).toBe(201);
    expect(await calendars.answers('alice', 'mixed')).toMatchObject({ bob: 'needs-action' });
  });
});
