import { afterAll, describe, expect, it } from 'vitest';
import { gdataClient } from '../gdata/gdata-client.js';
import { fakeClock, startServer } from '../harness/index.js';
import { clientOf, events, ids, reasonOf, type Reply } from './client.js';

/** In v3 and in v2: one rule for both. */

const server = await startServer({ clock: fakeClock('2026-03-04T12:10:00Z') });
const call = clientOf(server);
afterAll(() => server.close());

const add = (text: string, query: object = {}, path = events): Promise<Reply> =>
  call('POST', `${path}/quickAdd`, { query: { text, ...query } });

describe('events.quickAdd', () => {
  it('makes an event of a line of English, in the zone of the calendar', async () => {
    const { status, body } = await add('Lunch at Noma tomorrow 12:30', { sendUpdates: 'all' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      summary: 'Lunch',
      location: 'Noma',
      start: { dateTime: '2026-03-05T12:30:00+01:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-05T13:30:00+01:00', timeZone: 'Europe/Berlin' },
      iCalUID: `${body.id}@127.0.0.1`,
      reminders: { useDefault: true },
    });
    expect((await call('GET', `${events}/${body.id}`)).body).toEqual(body);
    const tokyo = await call('POST', '/calendars', { body: { summary: 'T', timeZone: 'Asia/Tokyo' } });
    const there = await add('Lunch tomorrow 12:30', {}, `/calendars/${tokyo.body.id}/events`);
    expect(there.body.start).toEqual({ dateTime: '2026-03-05T12:30:00+09:00', timeZone: 'Asia/Tokyo' });
  });

  it('makes series whose first instance is one', async () => {
    const { body } = await add('Standup every weekday 9:15 until March 12');
    expect(body).toMatchObject({ recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260312T225959Z'] });
    const { body: instances } = await call('GET', `${events}/${body.id}/instances`);
    expect(ids(instances.items).map((id) => id.split('_')[1])).toEqual(
      ['05', '06', '09', '10', '11', '12'].map((day) => `202603${day}T081500Z`),
    );
  });

  it('is refused without text, and with text that no title may have', async () => {
    const none = await call('POST', `${events}/quickAdd`);
    expect([reasonOf(none), none.body.error.errors[0]!.location]).toEqual(['400 required', 'text']);
    const before = await call('GET', events);
    for (const text of ['', ' ', 'x'.repeat(1_025), 'Nul\u0000 tomorrow', 'every '.repeat(400)]) {
      expect((await add(text)).status, JSON.stringify(text.slice(0, 20))).toBe(400);
    }
    expect(reasonOf(await add('Lunch', { sendUpdates: 'some' }))).toBe('400 invalidParameter');
    expect((await call('GET', events)).body.etag).toBe(before.body.etag);
  });

  it('needs write access', async () => {
    const body = { role: 'reader', scope: { type: 'user', value: 'bob@example.org' } };
    await call('POST', '/calendars/primary/acl', { body });
    const options = { as: 'bob' as const, query: { text: 'Lunch' } };
    const path = '/calendars/alice%40example.org/events/quickAdd';
    expect(reasonOf(await call('POST', path, options))).toBe('403 requiredAccessLevel');
  });
});

describe('gCal:quickadd', () => {
  const atom = (content: string): string =>
    `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gCal='http://schemas.google.com/gCal/2005'>` +
    `<content type='text'>${content}</content><gCal:quickadd value='true'/></entry>`;

  it('reads the content of an Atom entry', async () => {
    const made = await gdataClient(server)('POST', 'default/private/full', {
      body: atom('Tennis with John April 11 3pm-3:30pm'),
    });
    expect(made.statusCode).toBe(201);
    expect(made.body).toContain('<title>Tennis with John</title>');
    expect(made.body).toMatch(
      /<gd:when (?=[^>]*startTime='2026-04-11T15:00:00.000\+02:00')(?=[^>]*endTime='2026-04-11T15:30:00.000\+02:00')/,
    );
    // Not '3pm' alone, which a random id may hold.
    for (const rest of [' 3pm', '3:30pm']) expect(made.body).not.toContain(rest);
    expect((await gdataClient(server)('POST', 'default/private/full', { body: atom('') })).statusCode).toBe(400);
  });

  it('reads the details of a JSON-C entry', async () => {
    const made = await gdataClient(server)('POST', 'default/private/full?alt=jsonc', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { quickAdd: true, details: 'Yoga every Monday 18:00-19:00 at Studio 5' } }),
    });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ data: { title: 'Yoga', location: 'Studio 5' } });
    expect(made.body).toContain('FREQ=WEEKLY;BYDAY=MO');
  });
});
