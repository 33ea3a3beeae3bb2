import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, events, hour, insert, reasonOf } from './client.js';

const server = await startServer();
const call = clientOf(server);
afterAll(() => server.close());

describe('events.insert and events.get', () => {
  it('answers 200 with the resource as recorded, and gives the same back', async () => {
    const made = await call('POST', events, {
      body: { summary: 'Tennis', location: 'Club', ...hour(10, 15), attendees: [{ email: 'ben@cal.example' }] },
    });
    expect(made.status).toBe(200);
    const { id, etag } = made.body;
    expect(id).toMatch(/^[a-v0-9]{26}$/);
    expect(made.headers.etag).toBe(etag);
    expect(Object.keys(made.body).join()).toBe(
      'kind,etag,id,status,htmlLink,created,updated,summary,location,creator,organizer,start,end,iCalUID,sequence,' +
        'attendees,reminders,eventType',
    );
    expect(made.body).toMatchObject({
      kind: 'calendar#event',
      status: 'confirmed',
      organizer: { email: 'alice@example.org', self: true },
      creator: { email: 'alice@example.org', displayName: 'Alice Adler', self: true },
      start: { dateTime: '2026-02-10T15:00:00+01:00', timeZone: 'Europe/Berlin' },
      iCalUID: `${id}@127.0.0.1`,
      sequence: 0,
      attendees: [{ email: 'ben@cal.example', responseStatus: 'needsAction' }],
      reminders: { useDefault: true },
      eventType: 'default',
    });
    expect(made.body).toMatchObject({ created: expect.stringMatching(/\.000Z$/) });
    const read = await call('GET', `${events}/${id}`);
    expect(read.text).toBe(made.text);
    expect(read.headers).toMatchObject({
      'cache-control': 'private, max-age=0, must-revalidate, no-transform',
      'content-type': 'application/json; charset=UTF-8',
      vary: 'Origin, X-Origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
  });

  it('keeps everything v3 can say', async () => {
    const body = {
      ...hour(11),
      summary: 'Whole',
      description: '<b>bold</b>',
      colorId: '5',
      transparency: 'transparent',
      visibility: 'private',
      status: 'tentative',
      attendees: [
        {
          email: 'ann@x.test',
          displayName: 'Ann',
          optional: true,
          responseStatus: 'accepted',
          comment: 'yes',
          additionalGuests: 2,
        },
        { email: 'room@x.test', resource: true, responseStatus: 'needsAction' },
      ],
      guestsCanInviteOthers: false,
      guestsCanModify: true,
      guestsCanSeeOtherGuests: false,
      anyoneCanAddSelf: true,
      extendedProperties: { private: { a: '1', ['x'.padEnd(60, 'y')]: 'long' }, shared: { b: '2' } },
      gadget: { title: 'G', preferences: { p: 'v' }, height: 3 },
      source: { url: 'https://x.test/page', title: 'Page' },
      reminders: {
        useDefault: false,
        overrides: [
          { method: 'popup', minutes: 0 },
          { method: 'email', minutes: 1440 },
        ],
      },
      attachments: [{ fileUrl: 'https://x.test/a.pdf', title: 'A', mimeType: 'application/pdf' }],
      conferenceData: {
        conferenceSolution: { key: { type: 'addOn' }, name: 'Talk', iconUri: 'https://x.test/i.png' },
        conferenceId: 'abc',
        entryPoints: [
          { entryPointType: 'video', uri: 'https://talk.test/abc', label: 'talk.test/abc', meetingCode: '42' },
          { entryPointType: 'phone', uri: 'tel:+491234', pin: '99', regionCode: 'DE' },
        ],
      },
      sequence: 3,
    };
    const made = await insert(call, body, { supportsAttachments: true, conferenceDataVersion: 1 });
    expect(made).toMatchObject(body);
    const put = await call('PUT', `${events}/${made.id}`, {
      body: made,
      query: { supportsAttachments: true, conferenceDataVersion: 1 },
    });
    expect(put.body).toEqual(made);
  });

  it('stores no conference and no attachment without their switches', async () => {
    const made = await insert(call, {
      ...hour(11),
      attachments: [{ fileUrl: 'https://x.test/a.pdf' }],
      conferenceData: {
        conferenceSolution: { name: 'x' },
        entryPoints: [{ entryPointType: 'video', uri: 'https://x.test' }],
      },
    });
    expect(made).not.toHaveProperty('attachments');
    expect(made).not.toHaveProperty('conferenceData');
  });

  it('shows times in the zone asked for, and the zone stored', async () => {
    const { id } = await insert(call, hour(12));
    const { body } = await call('GET', `${events}/${id}`, { query: { timeZone: 'America/New_York' } });
    expect(body).toMatchObject({ start: { dateTime: '2026-02-12T04:00:00-05:00', timeZone: 'Europe/Berlin' } });
    const utc = await call('GET', `${events}/${id}`, { query: { timeZone: 'UTC' } });
    expect(utc.body).toMatchObject({ start: { dateTime: '2026-02-12T09:00:00Z' } });
  });

  it('takes a client id once, and a used UID never again', async () => {
    await insert(call, { ...hour(12), id: 'abcde12345', iCalUID: 'own@x.test' });
    expect(reasonOf(await call('POST', events, { body: { ...hour(12), id: 'abcde12345' } }))).toBe('409 duplicate');
    expect(reasonOf(await call('POST', events, { body: { ...hour(12), iCalUID: 'own@x.test' } }))).toBe(
      '409 duplicate',
    );
    for (const id of ['ABCDE', 'abc', 'xyz12', 'a_b_c_d', 'ab cd']) {
      const reply = await call('POST', events, { body: { ...hour(12), id } });
      expect(reply.body.error.message).toBe('Invalid resource id value.');
    }
    expect((await call('DELETE', `${events}/abcde12345`)).status).toBe(204);
    expect(reasonOf(await call('POST', events, { body: { ...hour(12), id: 'abcde12345' } }))).toBe('409 duplicate');
  });

  it('cuts the guests down to oneself when they are too many', async () => {
    const attendees = ['alice@example.org', 'b@x.test', 'c@x.test'].map((email) => ({ email }));
    const { id } = await insert(call, { ...hour(12), attendees });
    const { body } = await call('GET', `${events}/${id}`, { query: { maxAttendees: 2 } });
    expect(body).toMatchObject({
      attendees: [{ email: 'alice@example.org', self: true, organizer: true }],
      attendeesOmitted: true,
    });
    const own = { attendeesOmitted: true, attendees: [{ email: 'alice@example.org', responseStatus: 'accepted' }] };
    const patched = await call('PATCH', `${events}/${id}`, { body: own });
    expect(patched.body).toMatchObject({
      attendees: [{ responseStatus: 'accepted' }, { email: 'b@x.test' }, { email: 'c@x.test' }],
    });
  });
});

describe('bodies that are refused', () => {
  const end = { end: { date: '2026-02-02' } };
  it.each<[string, object, string]>([
    ['no end', { start: { date: '2026-02-01' } }, 'Missing end time.'],
    ['no start', end, 'Missing start time.'],
    [
      'mixed forms',
      { start: { dateTime: '2026-02-01T10:00:00Z' }, ...end },
      'Start and end times must either both be date or both be dateTime.',
    ],
    ['both forms', { start: { date: '2026-02-01', dateTime: '2026-02-01T10:00:00Z' }, ...end }, 'Invalid start time.'],
    [
      'no offset and no zone',
      { start: { dateTime: '2026-02-01T10:00:00' }, end: { dateTime: '2026-02-01T11:00:00Z' } },
      'Invalid start time.',
    ],
    [
      'an offset of 99 hours',
      { start: { dateTime: '2026-02-01T10:00:00Z' }, end: { dateTime: '2026-02-01T11:00:00+99:99' } },
      'Invalid end time.',
    ],
    [
      '24:00',
      { start: { dateTime: '2026-02-01T24:00:00Z' }, end: { dateTime: '2026-02-02T11:00:00Z' } },
      'Invalid start time.',
    ],
    [
      'an unknown zone',
      { start: { dateTime: '2026-02-01T10:00:00', timeZone: 'europe/berlin' }, ...end },
      'Invalid time zone.',
    ],
    [
      'end before start',
      { start: { date: '2026-02-02' }, end: { date: '2026-02-01' } },
      'The specified time range is empty.',
    ],
    [
      'no day at all',
      { start: { date: '2026-02-02' }, end: { date: '2026-02-02' } },
      'The specified time range is empty.',
    ],
    ['a bad guest', { ...hour(1), attendees: [{ email: 'nobody' }] }, 'Invalid attendee email.'],
    ['a bad colour', { ...hour(1), colorId: '99' }, 'Invalid event color id.'],
    ['text for a list', { ...hour(1), attendees: 'x' }, 'Invalid value for: /attendees'],
    [
      'a deep type error',
      { ...hour(1), attendees: [{ email: 'a@x.test', optional: {} }] },
      'Invalid value for: /attendees/0/optional',
    ],
    [
      'both kinds of reminders',
      { ...hour(1), reminders: { useDefault: true, overrides: [{ method: 'popup', minutes: 1 }] } },
      'Cannot specify both default reminders and overrides at the same time.',
    ],
    [
      'a reminder too far',
      { ...hour(1), reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 40321 }] } },
      'Invalid value for: /reminders/overrides/0/minutes',
    ],
    [
      'a series without a zone',
      {
        start: { dateTime: '2026-02-01T10:00:00Z' },
        end: { dateTime: '2026-02-01T11:00:00Z' },
        recurrence: ['RRULE:FREQ=DAILY'],
      },
      'Missing time zone definition for start time.',
    ],
    ['DTSTART in recurrence', { ...hour(1), recurrence: ['DTSTART:20260201T100000Z'] }, 'Invalid recurrence rule.'],
    [
      'a TZID nobody knows',
      { ...hour(1), recurrence: ['RRULE:FREQ=DAILY', 'EXDATE;TZID=Nowhere:20260202T100000'] },
      'Invalid time zone.',
    ],
    ['an event type nobody knows', { ...hour(1), eventType: 'party' }, 'Invalid event type.'],
  ])('%s', async (_name, body, message) => {
    const reply = await call('POST', events, { body });
    expect(reply.status, reply.text).toBe(400);
    expect(reply.body.error.message).toBe(message);
    expect(reply.headers['content-type']).toBe('application/json; charset=UTF-8');
  });

  it('a bad rule', async () => {
    const reply = await call('POST', events, { body: { ...hour(1), recurrence: ['RRULE:FREQ=SOMETIMES'] } });
    expect(reasonOf(reply)).toBe('400 invalid');
    expect(reply.body.error.message).toContain('Invalid recurrence rule');
  });

  it('what is not JSON', async () => {
    for (const body of ['', '{', '[]', 'a=b', '{"a":1,"a":2}', '{"__proto__":{"x":1}}']) {
      expect(reasonOf(await call('POST', events, { body })), body).toBe('400 parseError');
    }
    const form = await call('POST', events, {
      body: 'summary=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(form.body.error.message).toBe('This API does not support parsing form-encoded input.');
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('a body over the limit', async () => {
    const reply = await call('POST', events, { body: { ...hour(1), description: 'x'.repeat(1_100_000) } });
    expect(reply.status).toBe(413);
  });
});
