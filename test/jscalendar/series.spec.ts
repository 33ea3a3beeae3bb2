import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, creator, home, restClient, simple, weekly, type Body, type Reply } from './rest-client.js';

const server = await startServer();
const send = restClient(server);
const create = creator(send);
afterAll(() => server.close());

const get = async (url: string): Promise<Body> => (await send('GET', url)).json();

describe('this and following', () => {
  const third = 'recurrence-id=2026-12-09T10:00:00';
  const series = { ...weekly, recurrenceRules: [{ '@type': 'RecurrenceRule', frequency: 'weekly', count: 6 }] };
  const split = (url: string, query: string, patch?: Body, headers = {}): Promise<Reply> =>
    send('POST', `${url}?action=split&${query}`, patch, { headers });

  it('makes two series that know of each other, and changes the second', async () => {
    const location = await create(series);
    const answer = await split(
      location,
      third,
      { title: 'Later', 'locations/1': 'Hall' },
      { prefer: 'return=representation' },
    );
    expect(answer.status, answer.text).toBe(201);
    const [before, after] = [await get(location), await get(String(answer.headers.location))];
    expect(answer.json()).toEqual(after);
    expect(before).toMatchObject({
      title: 'Weekly',
      recurrenceOverrides: series.recurrenceOverrides,
      relatedTo: { [String(after.uid)]: { '@type': 'Relation', relation: { next: true } } },
    });
    expect(after).toMatchObject({
      title: 'Later',
      start: '2026-12-09T10:00:00',
      locations: { 1: { name: 'Hall' } },
      recurrenceRules: [{ frequency: 'weekly', count: 4 }],
      relatedTo: { [String(before.uid)]: { '@type': 'Relation', relation: { first: true } } },
    });
  });

  it('can be undone', async () => {
    const location = await create({ ...series, uid: 'rejoined' });
    const made = await split(location, third);
    const next = String(made.headers.location);
    const id = next.slice(next.lastIndexOf('/') + 1);
    expect((await send('POST', `${location}?action=join&next=${id}`)).status).toBe(204);
    expect(await get(location)).toMatchObject({ recurrenceRules: [{ count: 6 }] });
    expect((await get(location)).relatedTo).toBeUndefined();
    expect((await send('GET', next)).status).toBe(404);
    expect((await send('POST', `${location}?action=join&next=${id}`)).status).toBe(404);
  });

  it('changes nothing when either part cannot be', async () => {
    const location = await create({ ...series, uid: 'unsplit' });
    const before = await get(location);
    const refused: [query: string, patch: Body | undefined, headers: Record<string, string>, status: number][] = [
      ['', undefined, {}, 400],
      ['recurrence-id=2026-11-25T10:00:00', undefined, {}, 422],
      ['recurrence-id=2027-11-25T10:00:00', undefined, {}, 422],
      ['recurrence-id=soon', undefined, {}, 422],
      [third, { start: 'tomorrow' }, {}, 422],
      [third, { uid: 'mine' }, {}, 422],
      [third, { title: 'x' }, { 'content-type': 'text/plain' }, 415],
      [third, undefined, { 'if-match': '"stale"' }, 412],
    ];
    for (const [query, patch, headers, status] of refused)
      expect((await split(location, query, patch, headers)).status, `${query} ${JSON.stringify(patch)}`).toBe(status);
    expect(await get(location)).toEqual(before);
    expect((await split(await create(simple), 'recurrence-id=2026-11-25T10:00:00')).status).toBe(422);
  });

  it('is for those who may write', async () => {
    const location = await create(series);
    await send('PUT', `${home}calendars/alice%40example.org/sharing/user:bob@example.org`, { role: 'reader' });
    const answer = await send('POST', `${location}?action=split&${third}`, undefined, { as: 'bob' });
    expect(answer.status).toBe(403);
  });
});

describe('one occurrence of a series that is not here', () => {
  const one = { ...simple, uid: 'lonely', recurrenceId: '2026-11-25T09:00:00', recurrenceIdTimeZone: 'Europe/Berlin' };

  it('is kept as such, and comes back', async () => {
    const location = await create(one);
    const shown = await get(location);
    expect(shown).toMatchObject(one);
    const { etag } = (await send('GET', location)).headers;
    expect((await send('PUT', location, shown)).status).toBe(204);
    expect((await send('GET', location)).headers.etag).toBe(etag);
    expect((await send('PATCH', location, { title: 'Alone' })).status).toBe(204);
    expect(await get(location)).toMatchObject({ ...one, title: 'Alone' });
    const ical = await send('GET', location, undefined, { headers: { accept: 'text/calendar' } });
    expect(ical.text).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20261125T090000\r\n');
  });

  it.each([
    [{ recurrenceRules: [{ frequency: 'daily' }] }, 'recurrenceId'],
    [{ recurrenceOverrides: { '2026-11-25T10:00:00': {} } }, 'recurrenceId'],
    [{ recurrenceIdTimeZone: 'Mars/Base' }, 'recurrenceIdTimeZone'],
  ])('does not go with %j', async (more, path) => {
    const answer = await send('POST', collection, { ...one, uid: 'not-lonely', ...more });
    expect([answer.status, answer.json().path]).toEqual([422, path]);
  });

  it('does not take the place of its series', async () => {
    const location = await create({ ...weekly, uid: 'whole' });
    expect((await send('PUT', location, { ...one, uid: 'whole' })).status).toBe(422);
  });
});

describe('what other versions and protocols have no member for', () => {
  it.each<[name: string, more: Body]>([
    [
      'several ways to reply and to invite',
      {
        replyTo: { imip: 'mailto:alice@example.org', web: 'https://example.org/reply' },
        participants: {
          b: { sendTo: { imip: 'mailto:bob@example.org', other: 'tel:+49301234' }, roles: { attendee: true } },
        },
      },
    ],
    ['a way to reply without any organizer', { replyTo: { web: 'https://example.org/reply' } }],
    [
      'what an organizer says who is no attendee',
      {
        replyTo: { imip: 'mailto:alice@example.org' },
        participants: {
          a: {
            email: 'alice@elsewhere.example',
            sendTo: { imip: 'mailto:alice@example.org' },
            roles: { owner: true },
            kind: 'group',
            description: 'The boss',
          },
        },
      },
    ],
    [
      'how far a participant is with a task',
      {
        '@type': 'Task',
        duration: undefined,
        participants: {
          b: {
            email: 'bob@example.org',
            roles: { attendee: true },
            participationStatus: 'accepted',
            progress: 'failed',
          },
        },
      },
    ],
  ])('%s is kept', async (_name, more) => {
    const folder = more['@type'] === 'Task' ? `${home}tasks/` : collection;
    const made = await send('POST', folder, { ...simple, ...more });
    expect(made.status, made.text).toBe(201);
    const shown = await get(String(made.headers.location));
    const people = Object.values((more.participants ?? {}) as Record<string, Body>);
    expect(shown).toMatchObject({ ...('replyTo' in more ? { replyTo: more.replyTo } : {}) });
    for (const person of people)
      expect(Object.values(shown.participants as Body)).toContainEqual(expect.objectContaining(person));
  });
});

describe('whom to tell', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('%s refuses an unknown sendUpdates', async (method) => {
    const location = await create(simple);
    const body =
      method === 'PUT' ? { ...(await get(location)), title: 'x' } : method === 'PATCH' ? { title: 'x' } : undefined;
    expect((await send(method, `${location}?sendUpdates=sometimes`, body)).status).toBe(400);
    expect((await send(method, `${location}?sendUpdates=none`, body)).status).toBe(204);
  });
});

it('an alarm that iCalendar names by no Id comes back under one, and keeps its name', async () => {
  const alarm = [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT5M',
    'UID:5A4@example.org',
    'DESCRIPTION:x',
    'END:VALARM',
  ];
  const event = [
    'BEGIN:VEVENT',
    'UID:named-alarm',
    'DTSTAMP:20260101T000000Z',
    'DTSTART:20261125T100000Z',
    ...alarm,
    'END:VEVENT',
  ];
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//T//EN', ...event, 'END:VCALENDAR', ''].join('\r\n');
  const dav = '/dav/calendars/alice%40example.org/calendar/named-alarm.ics';
  expect((await send('PUT', dav, text, { headers: { 'content-type': 'text/calendar' } })).status).toBe(201);
  const shown = await get(`${collection}named-alarm`);
  expect(Object.keys(shown.alerts as Body)).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
  const strict = { headers: { 'content-type': 'application/jscalendar+json' } };
  expect((await send('PUT', `${collection}named-alarm`, { ...shown, title: 'New' }, strict)).status).toBe(204);
  expect((await send('GET', dav)).text).toContain('UID:5A4@example.org\r\n');
});
