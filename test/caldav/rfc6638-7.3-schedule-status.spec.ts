import { afterAll, describe, expect, it } from 'vitest';
import { startServer, type Person } from '../harness/index.js';
import { guests, ics } from '../scheduling/meeting.js';
import { davClient, put } from './dav-client.js';

/** RFC 6638 §7.2, §7.3: what the server says of the messages that it sent. */
const server = await startServer();
const dav = davClient(server);

afterAll(() => server.close());

const pathOf = (person: Person, uid: string): string => `/dav/calendars/${person}@example.org/calendar/${uid}.ics`;
const meeting = (uid: string, people: string[] = guests, ...more: string[]): string =>
  ics(uid, ['DTSTART:20260310T100000Z', 'DURATION:PT1H', 'SUMMARY:Meeting', ...people, ...more]);

async function textOf(person: Person, uid: string): Promise<string> {
  const { body } = await dav({ method: 'GET', path: pathOf(person, uid), as: person });
  return body.replaceAll('\r\n ', '');
}

async function lines(person: Person, uid: string, start: string): Promise<string[]> {
  return (await textOf(person, uid)).split('\r\n').filter((line) => line.startsWith(start));
}

const write = (person: Person, uid: string, text: string) =>
  put((request) => dav({ ...request, as: person }), pathOf(person, uid), text);

async function accept(person: Person, uid: string, change = (text: string): string => text): Promise<void> {
  const mine = `PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${person}`;
  const text = (await textOf(person, uid)).replace(mine, `PARTSTAT=ACCEPTED:mailto:${person}`);
  expect((await write(person, uid, change(text))).statusCode).toBe(204);
}

describe('§7.3: ORGANIZER of a guest’s copy', () => {
  it('has a status once the guest has answered, and keeps it when the organizer changes the meeting', async () => {
    await write('alice', 'answered', meeting('answered'));
    expect(await lines('bob', 'answered', 'ORGANIZER')).toEqual(['ORGANIZER:mailto:alice@example.org']);
    await accept('bob', 'answered');
    const noted = ['ORGANIZER;SCHEDULE-STATUS=1.2:mailto:alice@example.org'];
    expect(await lines('bob', 'answered', 'ORGANIZER')).toEqual(noted);
    await write('alice', 'answered', (await textOf('alice', 'answered')).replace('SUMMARY:Meeting', 'SUMMARY:Changed'));
    expect(await lines('bob', 'answered', 'SUMMARY')).toEqual(['SUMMARY:Changed']);
    expect(await lines('bob', 'answered', 'ORGANIZER')).toEqual(noted);
  });

  it('is nobody else’s', async () => {
    for (const person of ['alice', 'carol'] as const)
      expect(await lines(person, 'answered', 'ORGANIZER')).toEqual(['ORGANIZER:mailto:alice@example.org']);
    await write('alice', 'own', meeting('own', ['ORGANIZER;SCHEDULE-STATUS=5.0:mailto:alice@example.org', guests[2]!]));
    expect(await lines('bob', 'own', 'ORGANIZER')).toEqual(['ORGANIZER:mailto:alice@example.org']);
  });

  it('says that an answer waits for an organizer elsewhere', async () => {
    const people = ['ORGANIZER:mailto:eve@elsewhere.example', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org'];
    await write('bob', 'elsewhere', meeting('elsewhere', people));
    expect(await lines('bob', 'elsewhere', 'ORGANIZER')).toEqual([
      'ORGANIZER;SCHEDULE-STATUS=1.0:mailto:eve@elsewhere.example',
    ]);
  });
});

describe('§7.2: SCHEDULE-FORCE-SEND with a value that is not known', () => {
  it('is 2.3 at the attendee, and not kept', async () => {
    const asked = guests.map((line) => line.replace('ATTENDEE;', 'ATTENDEE;SCHEDULE-FORCE-SEND=SHOUT;'));
    await write('alice', 'shout', meeting('shout'));
    await write('alice', 'shout', meeting('shout', [...guests.slice(0, 2), asked[2]!, guests[3]!]));
    const [, bob, carol] = await lines('alice', 'shout', 'ATTENDEE');
    expect(bob).toContain('SCHEDULE-STATUS=2.3');
    expect(carol).toContain('SCHEDULE-STATUS=1.2');
    expect(await textOf('alice', 'shout')).not.toContain('FORCE-SEND');
  });

  it('is 2.3 at the organizer', async () => {
    await write('alice', 'shout-back', meeting('shout-back'));
    await accept('bob', 'shout-back', (text) => text.replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-FORCE-SEND=SHOUT:'));
    expect(await lines('bob', 'shout-back', 'ORGANIZER')).toEqual([
      'ORGANIZER;SCHEDULE-STATUS=2.3:mailto:alice@example.org',
    ]);
  });
});
