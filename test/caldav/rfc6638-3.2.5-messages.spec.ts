import { describe, expect, it } from 'vitest';
import { type Person } from '../harness/index.js';
import { guests, ics } from '../scheduling/meeting.js';
import { content, davServer, put, responses, xml } from './dav-client.js';

/** RFC 6638 §3.2.5, §3.2.6, §7: what stands in scheduling messages, as inboxes that keep them show it. */
const now = Date.parse('2026-03-01T08:00:00Z');
const { server, dav } = await davServer({ clock: () => now });
const { store } = server.gateway.dependencies;
const organisation = (await store.reader.organisationByDomain('example.org'))!;
await store.write((tx) => tx.saveOrganisation({ ...organisation, inboxDays: 30 }));

const pathOf = (person: Person, uid: string): string => `/dav/calendars/${person}@example.org/calendar/${uid}.ics`;
const times = ['DTSTART:20260310T100000Z', 'DURATION:PT1H', 'SUMMARY:Meeting'];
const meet = async (uid: string, ...components: string[][]): Promise<void> => {
  const written = await put(dav, pathOf('alice', uid), ics(uid, ...components));
  expect([201, 204], written.body).toContain(written.statusCode);
};

/** The messages about a meeting. */
async function messages(person: Person, uid: string): Promise<string[]> {
  const body = xml(
    'C:calendar-query',
    '<D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter>',
  );
  const path = `/dav/calendars/${person}@example.org/inbox/`;
  const found = await dav({ method: 'REPORT', path, as: person, body, headers: { depth: '1' } });
  return [...responses(found).values()]
    .map((text) =>
      content(text, 'C:calendar-data')!.replaceAll('&#13;', '').replaceAll('\r\n', '\n').replaceAll('\n ', ''),
    )
    .filter((text) => text.includes(`UID:${uid}\n`));
}

async function accept(person: Person, uid: string): Promise<void> {
  const { body } = await dav({ method: 'GET', path: pathOf(person, uid), as: person });
  const text = body
    .replaceAll('\r\n ', '')
    .replace(new RegExp(`PARTSTAT=[A-Z-]+(.*mailto:${person})`), 'PARTSTAT=ACCEPTED$1');
  expect((await put((request) => dav({ ...request, as: person }), pathOf(person, uid), text)).statusCode).toBe(204);
}

describe('§3.2.5', () => {
  it('DTSTAMP is when the message was made, in UTC', async () => {
    await meet('stamped', [...times, ...guests]);
    await accept('bob', 'stamped');
    for (const person of ['bob', 'alice'] as const)
      expect((await messages(person, 'stamped')).map((text) => text.match(/^DTSTAMP.*$/gm))).toEqual([
        ['DTSTAMP:20260301T080000Z'],
      ]);
  });

  it('SEQUENCE rises with a reschedule and a cancellation, and is that of the request in a reply', async () => {
    const sequence = async (person: Person): Promise<(string | undefined)[]> =>
      (await messages(person, 'counted')).map((text) => /^SEQUENCE:(\d+)$/m.exec(text)?.[1]);
    await meet('counted', [...times, ...guests]);
    expect(['0', undefined]).toContain((await sequence('bob'))[0]);
    await meet(
      'counted',
      [...times, ...guests].map((line) => line.replace('T100000Z', 'T110000Z')),
    );
    expect(await sequence('bob')).toEqual(['1']);
    await accept('bob', 'counted');
    expect(await sequence('alice')).toEqual(['1']);
    await dav({ method: 'DELETE', path: pathOf('alice', 'counted') });
    expect(await sequence('carol')).toEqual(['2']);
  });
});

it('§7.1, §7.2, §7.3: SCHEDULE-AGENT, -FORCE-SEND and -STATUS are in no message and in no copy', async () => {
  const asked = guests.map((line) =>
    line
      .replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-AGENT=SERVER;SCHEDULE-STATUS=1.1:')
      .replace('ATTENDEE;', 'ATTENDEE;SCHEDULE-AGENT=SERVER;SCHEDULE-FORCE-SEND=REQUEST;SCHEDULE-STATUS=1.1;'),
  );
  await meet('bare', [...times, ...asked]);
  const held = await dav({ method: 'GET', path: pathOf('bob', 'bare'), as: 'bob' });
  expect(held.body.replaceAll('\r\n ', '')).not.toContain('SCHEDULE-');
  await accept('bob', 'bare');
  const [reply] = await messages('alice', 'bare');
  expect(reply).toMatch(/^METHOD:REPLY$/m);
  const [request] = await messages('bob', 'bare');
  expect(request).toMatch(/^METHOD:REQUEST$/m);
  await dav({ method: 'DELETE', path: pathOf('alice', 'bare') });
  const [cancel] = await messages('bob', 'bare');
  expect(cancel).toMatch(/^METHOD:CANCEL$/m);
  for (const text of [reply, request, cancel]) expect(text).not.toContain('SCHEDULE-');
});

it('§3.2.6: who is invited to one instance reads of that one alone', async () => {
  const [organizer, alice, bob, carol] = guests as [string, string, string, string];
  const second = ['RECURRENCE-ID:20260311T100000Z', 'DTSTART:20260311T120000Z', 'DURATION:PT1H', 'SUMMARY:With Carol'];
  await meet(
    'single',
    [...times, 'RRULE:FREQ=DAILY;COUNT=3', organizer, alice, bob],
    [...second, organizer, alice, bob, carol],
  );
  const [told] = await messages('carol', 'single');
  expect(told!.match(/^(RECURRENCE-ID|SUMMARY|RRULE).*$/gm)!.sort()).toEqual([
    'RECURRENCE-ID:20260311T100000Z',
    'SUMMARY:With Carol',
  ]);
});

it('§3.2.1: who organizes and comes along too is sent nothing', async () => {
  await meet('own', [...times, ...guests]);
  expect(await messages('alice', 'own')).toEqual([]);
  expect(await messages('bob', 'own')).toHaveLength(1);
});
