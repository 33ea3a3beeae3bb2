import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, creator, home, restClient, simple, weekly, type Body } from './rest-client.js';

const server = await startServer();
const send = restClient(server);
const create = creator(send);
afterAll(() => server.close());

describe('occurrences', () => {
  it('are members of their own when a listing is expanded', async () => {
    const location = await create({ ...weekly, uid: 'expanded' });
    const query = 'filters[start]=2026-11-20&filters[end]=2026-12-20&filters[expand]=true&filters[uid]=expanded';
    const { responses } = (await send('GET', `${collection}?${query}`)).json() as { responses: Record<string, Body> };
    const path = location.replace('/rest', '');
    expect(Object.keys(responses)).toEqual(
      ['2026-11-25', '2026-12-02', '2026-12-09'].map((day) => `${path}?recurrence-id=${day}T10:00:00`),
    );
    expect(Object.values(responses).map(({ title }) => title)).toEqual(['Weekly', 'Weekly, but special', 'Weekly']);
    expect(Object.values(responses)[1]).toMatchObject({
      recurrenceId: '2026-12-02T10:00:00',
      recurrenceIdTimeZone: 'Europe/Berlin',
      start: '2026-12-02T10:00:00',
    });
    expect((await send('GET', `${collection}?filters[expand]=true`)).status).toBe(400);
  });

  it('are read and deleted one by one', async () => {
    const location = await create(weekly);
    const second = `${location}?recurrence-id=2026-12-02T10:00:00`;
    expect((await send('GET', second)).json()).toMatchObject({ title: 'Weekly, but special' });
    expect((await send('DELETE', second)).status).toBe(204);
    expect((await send('GET', second)).status).toBe(404);
    expect((await send('GET', location)).json().recurrenceOverrides).toEqual({
      '2026-12-02T10:00:00': { excluded: true },
    });
    expect((await send('GET', `${location}?recurrence-id=nonsense`)).status).toBe(422);
  });
});

describe('an answer to an invitation', () => {
  const invited = {
    ...weekly,
    recurrenceOverrides: {},
    participants: {
      a: { email: 'alice@example.org', roles: { attendee: true } },
      b: { email: 'boss@elsewhere.example', roles: { owner: true } },
    },
  };

  it('changes the status of the one who answers and nothing else', async () => {
    const location = await create(invited);
    const before = (await send('GET', location)).json();
    const sent = await send('POST', `${location}?action=reply`, {
      participationStatus: 'tentative',
      participationComment: 'Perhaps',
    });
    expect(sent.status, sent.text).toBe(204);
    const after = (await send('GET', location)).json();
    const people = after.participants as Record<string, Body>;
    expect(people.a).toMatchObject({ participationStatus: 'tentative', participationComment: 'Perhaps' });
    expect({ ...after, participants: 0, updated: 0 }).toEqual({ ...before, participants: 0, updated: 0 });
  });

  it('may be for one occurrence', async () => {
    const location = await create(invited);
    const url = `${location}?action=reply&recurrence-id=2026-12-02T10:00:00`;
    expect((await send('POST', url, { participationStatus: 'declined' })).status).toBe(204);
    expect((await send('GET', location)).json().recurrenceOverrides).toEqual({
      '2026-12-02T10:00:00': { 'participants/a/participationStatus': 'declined' },
    });
  });

  it('is refused from those who are not invited, and when it says more', async () => {
    const location = await create(simple);
    expect((await send('POST', `${location}?action=reply`, { participationStatus: 'accepted' })).status).toBe(403);
    const other = { participationStatus: 'accepted', title: 'x' };
    expect((await send('POST', `${location}?action=reply`, other)).status).toBe(422);
    expect((await send('POST', `${location}?action=fly`, {})).status).toBe(400);
    expect((await send('POST', location, {})).status).toBe(405);
  });
});

describe('free/busy', () => {
  const window = 'start=2027-01-04T00:00:00Z&end=2027-01-05T00:00:00Z';
  const busy = [{ start: '2027-01-04T09:00:00Z', end: '2027-01-04T10:00:00Z', type: 'busy' }];

  beforeAll(() => create({ ...simple, start: '2027-01-04T10:00:00', privacy: 'secret' }));

  it('of oneself shows times and nothing else', async () => {
    const { responses } = (await send('GET', `${home}freebusy/?${window}`)).json();
    expect(responses).toEqual({
      '/alice%40example.org/freebusy/': {
        '@type': 'FreeBusy',
        start: '2027-01-04T00:00:00Z',
        end: '2027-01-05T00:00:00Z',
        busy,
      },
    });
  });

  it('of others needs their leave, and several can be asked at once', async () => {
    expect((await send('GET', `${home}freebusy/?${window}`, undefined, { as: 'bob' })).status).toBe(404);
    await send('PUT', `${home}calendars/alice%40example.org/sharing/user:bob@example.org`, { role: 'freeBusy' });
    const asked = {
      '@type': 'FreeBusyRequest',
      start: '2027-01-04T00:00:00Z',
      end: '2027-01-05T00:00:00Z',
      participants: ['mailto:alice@example.org', 'mailto:carol@example.org'],
    };
    const answer = await send('POST', '/rest/bob%40example.org/outbox/', asked, { as: 'bob' });
    expect(answer.json().responses).toMatchObject({
      'mailto:alice@example.org': { busy },
      'mailto:carol@example.org': { error: 'notFound' },
    });
  });

  it.each(['', 'start=2027-01-04T00:00:00Z', 'start=x&end=y', 'start=2027-01-05T00:00:00Z&end=2027-01-04T00:00:00Z'])(
    'refuses %j',
    async (query) => {
      expect((await send('GET', `${home}freebusy/?${query}`)).status).toBe(400);
    },
  );
});

describe('groups', () => {
  const group = {
    '@type': 'Group',
    entries: [simple, { '@type': 'Task', title: 'Buy paper' }, { '@type': 'Unknown' }],
  };

  it('make all of their entries or none', async () => {
    const made = await send('POST', collection, group);
    expect(made.status, made.text).toBe(201);
    expect(Object.keys(made.json().responses as Body)).toHaveLength(2);
    const before = (await send('GET', `${collection}?sync-token=`)).json();
    const broken = { ...group, entries: [simple, { ...simple, start: 'yesterday' }] };
    expect((await send('POST', collection, broken)).status).toBe(422);
    const after = (await send('GET', `${collection}?sync-token=`)).json();
    expect(after).toEqual(before);
  });

  it('are what a listing can be read as', async () => {
    const accept = { headers: { accept: 'application/jscalendar+json;type=group' } };
    const answer = await send('GET', `${collection}?filters[start]=2026-11-01`, undefined, accept);
    expect(answer.headers['content-type']).toBe('application/jscalendar+json;type=group;charset=utf-8');
    const { entries, ...rest } = answer.json();
    expect(rest).toMatchObject({ '@type': 'Group', uid: 'alice@example.org' });
    expect(entries).toContainEqual(expect.objectContaining({ title: 'Planning' }));
  });

  it.each([{ title: 'Renamed' }, { color: '#123456' }])(
    'are sent anew when the calendar has become %j',
    async (change) => {
      const accept = { accept: 'application/jscalendar+json;type=group' };
      const before = await send('GET', collection, undefined, { headers: accept });
      const conditional = { headers: { ...accept, 'if-none-match': String(before.headers.etag) } };
      expect((await send('GET', collection, undefined, conditional)).status).toBe(304);
      expect((await send('PATCH', `${home}calendars/alice@example.org`, change)).status).toBe(200);
      const after = await send('GET', collection, undefined, conditional);
      expect(after.status).toBe(200);
      expect(after.json()).toMatchObject(change);
    },
  );
});

describe('conversion', () => {
  const ics = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'BEGIN:VEVENT',
    'UID:converted',
    'DTSTAMP:20260101T000000Z',
    'DTSTART;TZID=Europe/Berlin:20261125T100000',
    'DURATION:PT1H',
    'SUMMARY:Planning',
    'RRULE:FREQ=WEEKLY;COUNT=3',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  const calendar = { headers: { 'content-type': 'text/calendar' } };

  it('goes there and back and stores nothing', async () => {
    const before = (await send('GET', `${collection}?sync-token=`)).json();
    const there = await send('POST', '/rest/convert', ics, calendar);
    expect(there.status, there.text).toBe(200);
    expect(there.json()).toEqual({
      ...simple,
      uid: 'converted',
      prodId: expect.any(String) as string,
      updated: '2026-01-01T00:00:00Z',
      recurrenceRules: [{ '@type': 'RecurrenceRule', frequency: 'weekly', count: 3 }],
    });
    const back = await send('POST', '/rest/convert', there.json());
    expect(back.headers['content-type']).toBe('text/calendar; charset=utf-8');
    for (const line of ['UID:converted', 'DTSTART;TZID=Europe/Berlin:20261125T100000', 'RRULE:FREQ=WEEKLY;COUNT=3'])
      expect(back.text).toContain(line);
    expect((await send('GET', `${collection}?sync-token=`)).json()).toEqual(before);
  });

  it('says what it could not take', async () => {
    const two = ics.replace(
      'END:VCALENDAR',
      'BEGIN:VJOURNAL\r\nUID:diary\r\nDTSTAMP:20260101T000000Z\r\nEND:VJOURNAL\r\nEND:VCALENDAR',
    );
    const answer = (await send('POST', '/rest/convert', two, calendar)).json();
    expect(answer).toMatchObject({ '@type': 'Group', entries: [{ uid: 'converted' }], errors: [{ uid: 'diary' }] });
  });

  it.each(['', 'BEGIN:VCALENDAR', 'hello'])('refuses %j', async (text) => {
    const { status } = await send('POST', '/rest/convert', text, calendar);
    expect(status).toBe(422);
  });

  it('is for those who have signed in', async () => {
    expect((await server.inject({ method: 'POST', url: '/rest/convert', payload: ics })).statusCode).toBe(401);
  });
});
