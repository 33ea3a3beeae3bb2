import { afterAll, describe, expect, it } from 'vitest';
import { clientOf } from '../calendar-v3/client.js';
import { davClient } from '../caldav/dav-client.js';
import { startServer } from '../harness/index.js';
import { Calendars, guests, ics, meetBy } from './meeting.js';

const server = await startServer();
const calendars = new Calendars(server);
const call = clientOf(server);
const dav = davClient(server);
afterAll(() => server.close());

const calendar = { headers: { 'content-type': 'text/calendar' } };
const home = (person: string): string => `/dav/calendars/${person}@example.org/calendar/`;

const meet = (more?: object, query?: Record<string, string>) => meetBy(call, more, query);

describe('CalDAV', () => {
  it('says who was told, and in the answer to PUT that the octets are not the client’s any more', async () => {
    const path = `${home('alice')}told.ics`;
    const text = ics('told', [
      'DTSTART:20260210T100000Z',
      'DURATION:PT1H',
      'SUMMARY:Told',
      ...guests,
      'ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:client@elsewhere.example',
      'ATTENDEE:mailto:dora@elsewhere.example',
    ]);
    const put = await dav({ method: 'PUT', path, body: text, ...calendar });
    expect(put.statusCode, put.body).toBe(201);
    expect(put.headers.etag).toBeUndefined();
    const { body } = await dav({ method: 'GET', path });
    const lines = body
      .replaceAll('\r\n ', '')
      .split('\r\n')
      .filter((line) => line.startsWith('ATTENDEE'));
    const statusOf = (who: string): string | undefined =>
      /SCHEDULE-STATUS=([\d.]+)/.exec(lines.find((line) => line.includes(who))!)?.[1];
    expect(['alice', 'bob', 'carol', 'dora', 'client'].map(statusOf)).toEqual([
      undefined,
      '1.2',
      '1.2',
      '1.0',
      undefined,
    ]);
    expect((await calendars.of('bob', 'told'))!.resourceName).toBe('told.ics');
  });

  it('leaves alone what the client schedules itself, and takes back what it takes over', async () => {
    const path = `${home('alice')}agent.ics`;
    const text = (agent: string): string =>
      ics('agent', [
        'DTSTART:20260210T100000Z',
        'SUMMARY:Agent',
        'ORGANIZER:mailto:alice@example.org',
        `ATTENDEE;SCHEDULE-AGENT=${agent}:mailto:bob@example.org`,
      ]);
    await dav({ method: 'PUT', path, body: text('NONE'), ...calendar });
    expect(await calendars.of('bob', 'agent')).toBeNull();
    await dav({ method: 'PUT', path, body: text('SERVER'), ...calendar });
    expect(await calendars.of('bob', 'agent')).not.toBeNull();
    await dav({ method: 'PUT', path, body: text('CLIENT'), ...calendar });
    expect(await calendars.of('bob', 'agent')).toBeNull();
  });

  it('raises SEQUENCE with a reschedule where the client forgot', async () => {
    const path = `${home('alice')}sequence.ics`;
    const text = (hours: number): string =>
      ics('sequence', [`DTSTART:20260210T${hours}0000Z`, 'DURATION:PT1H', 'SUMMARY:S', ...guests]);
    await dav({ method: 'PUT', path, body: text(10), ...calendar });
    await dav({ method: 'PUT', path, body: text(12), ...calendar });
    expect((await calendars.of('bob', 'sequence'))!.master.sequence).toBe(1);
  });

  it('takes an invitation that a mail program brings as an answer, not as an event of its own', async () => {
    const { uid } = await meet({ attendees: [{ email: 'bob@example.org' }] });
    const held = (await calendars.of('bob', uid))!;
    await dav({ method: 'DELETE', path: `${home('bob')}${held.resourceName}`, as: 'bob' });
    const text = ics(uid, [
      'DTSTART:20261224T100000Z',
      'SUMMARY:Forged',
      'ORGANIZER:mailto:alice@example.org',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org',
    ]);
    const put = await dav({ method: 'PUT', path: `${home('bob')}mail.ics`, as: 'bob', body: text, ...calendar });
    expect(put.statusCode, put.body).toBe(201);
    expect(await calendars.answers('alice', uid)).toEqual({ bob: 'accepted' });
    expect((await calendars.of('bob', uid))!.master).toMatchObject({ title: 'Plan' });
  });
});
