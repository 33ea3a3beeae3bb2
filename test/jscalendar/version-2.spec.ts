import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, restClient, simple, weekly, type Body } from './rest-client.js';

/** draft-ietf-calext-jscalendarbis §5, completed where the draft writes "...". */
const folder = fileURLToPath(new URL('../fixtures/jscalendar/draft-2.0/', import.meta.url));
const examples = readdirSync(folder).map((file) => ({
  name: file.replace('.json', ''),
  object: JSON.parse(readFileSync(folder + file, 'utf8')) as Body,
}));
const type = 'application/jscalendar+json;version=2.0';
const strict = { headers: { 'content-type': type, accept: type } };
const reading = { headers: { accept: type } };
const event = { ...simple, version: '2.0', uid: 'rules-2', updated: '2026-01-01T00:00:00Z' };
const guest = { calendarAddress: 'mailto:a@example.org' };
const person = (more: Body): Body => ({
  organizerCalendarAddress: 'mailto:boss@example.org',
  participants: { a: { ...guest, ...more } },
});

const server = await startServer();
const send = restClient(server);
afterAll(() => server.close());

async function create(body: unknown, options = strict): Promise<string> {
  const made = await send('POST', collection, body, options);
  expect(made.status, made.text).toBe(201);
  return String(made.headers.location);
}

/** Without the server's stamps, and without types that 2.0 lets a writer leave out. */
function comparable(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const stamps = depth === 0 ? ['created', 'updated', 'prodId'] : ['@type'];
  const entries = Object.entries(value).filter(([name]) => !stamps.includes(name));
  return Object.fromEntries(entries.map(([name, item]) => [name, comparable(item, depth + 1)]));
}

describe.each(examples.filter(({ object }) => object['@type'] !== 'Group'))('draft §5: $name', ({ object }) => {
  it('comes back as it was sent under strict reading', async () => {
    const location = await create(object);
    const shown = await send('GET', location, undefined, reading);
    expect(shown.headers['content-type']).toMatch(/^application\/jscalendar\+json;type=(event|task);version=2\.0;/);
    expect(comparable(shown.json())).toEqual(comparable(object));
    const { etag } = shown.headers;
    expect((await send('PUT', location, shown.json(), strict)).status).toBe(204);
    expect((await send('GET', location)).headers.etag).toBe(etag);
  });
});

describe('the version', () => {
  it('is asked for by a parameter of the media type, or said by the object itself', async () => {
    const location = await create(
      { ...simple, recurrenceRule: { frequency: 'daily', count: 2 } },
      {
        headers: { 'content-type': 'application/json;version=2.0', accept: type },
      },
    );
    expect((await send('GET', location)).json()).toMatchObject({ recurrenceRules: [{ frequency: 'daily', count: 2 }] });
    const own = await send('POST', collection, { ...simple, version: '2.0', recurrenceRule: { frequency: 'weekly' } });
    expect((await send('GET', String(own.headers.location))).json()).toMatchObject({
      recurrenceRules: [{ frequency: 'weekly' }],
    });
  });

  it.each([
    ['3.0', undefined, 415],
    ['1.0', '2.0', 422],
    ['2.0', '1.0', 422],
  ])('%s in the type with %s in the object is refused', async (version, said, status) => {
    const headers = { 'content-type': `application/json;version=${version}` };
    expect(
      (await send('POST', collection, { ...simple, ...(said ? { version: said } : {}) }, { headers })).status,
    ).toBe(status);
  });

  it('of an answer must be one that is spoken here', async () => {
    const accept = { headers: { accept: 'application/jscalendar+json;version=9.9' } };
    expect((await send('GET', collection, undefined, accept)).status).toBe(406);
  });

  it('is said by a group, and not by what is in it', async () => {
    const group = JSON.parse(readFileSync(`${folder}5-03-simple-group.json`, 'utf8')) as Body;
    const accept = { headers: { accept: 'application/jscalendar+json;type=group;version=2.0' } };
    const { headers } = strict;
    expect((await send('POST', collection, group, { headers })).status).toBe(409);
    const entries = (group.entries as Body[]).map((entry) => ({ ...entry, uid: `group-${String(entry.uid)}` }));
    expect((await send('POST', collection, { ...group, entries }, { headers })).status).toBe(201);
    const versioned = entries.map((entry) => ({ ...entry, version: '2.0', uid: 'else' }));
    expect((await send('POST', collection, { ...group, entries: versioned }, { headers })).status).toBe(422);
    const read = await send(
      'GET',
      `${collection}?filters[start]=2020-01-01&filters[end]=2020-02-01`,
      undefined,
      accept,
    );
    expect(read.headers['content-type']).toContain('type=group;version=2.0');
    expect(read.json()).toMatchObject({ '@type': 'Group', version: '2.0' });
    for (const entry of read.json().entries as Body[]) expect(entry.version).toBeUndefined();
  });
});

describe('both versions of one object', () => {
  const rich = {
    ...weekly,
    excludedRecurrenceRules: [{ '@type': 'RecurrenceRule', frequency: 'weekly', interval: 2, count: 1 }],
    localizations: { de: { title: 'Wöchentlich' } },
    useDefaultAlerts: true,
    replyTo: { imip: 'mailto:alice@example.org', web: 'https://example.org/reply' },
    participants: {
      a: { email: 'alice@example.org', sendTo: { imip: 'mailto:alice@example.org' }, roles: { owner: true } },
      b: {
        email: 'bob@example.org',
        sendTo: { imip: 'mailto:bob@example.org', other: 'tel:+49301234' },
        roles: { attendee: true, 'example.com:cook': true },
        language: 'de',
        participationComment: 'Late',
      },
      c: { name: 'Cloakroom', roles: { contact: true }, participationStatus: 'accepted' },
    },
  };

  it('say what one of them has no member for under our prefix, and lose nothing when written', async () => {
    const location = await create(rich, { headers: {} as never });
    const before = (await send('GET', location)).json();
    const second = (await send('GET', location, undefined, reading)).json();
    expect(second).toMatchObject({
      version: '2.0',
      recurrenceRule: { frequency: 'weekly', count: 3 },
      'gateway.example:localizations': rich.localizations,
      'gateway.example:useDefaultAlerts': true,
      organizerCalendarAddress: 'mailto:alice@example.org',
      participants: {
        b: {
          calendarAddress: 'mailto:bob@example.org',
          roles: { 'example.com:cook': true },
          'gateway.example:language': 'de',
          'gateway.example:participationComment': 'Late',
          'gateway.example:sendTo': { other: 'tel:+49301234' },
        },
        c: { name: 'Cloakroom', 'gateway.example:participationStatus': 'accepted' },
      },
    });
    expect(second.recurrenceRules).toBeUndefined();
    expect((await send('PUT', location, { ...second, title: 'Changed' }, strict)).status).toBe(204);
    const after = (await send('GET', location)).json();
    expect({ ...after, updated: 0 }).toEqual({ ...before, title: 'Changed', updated: 0 });
    expect(after).toMatchObject({
      replyTo: rich.replyTo,
      participants: { b: { sendTo: rich.participants.b.sendTo, roles: rich.participants.b.roles } },
    });
  });

  it('are patched by pointers of the version that is sent', async () => {
    const location = await create({
      ...event,
      uid: 'patched-2',
      ...person({ participationStatus: 'tentative' }),
      recurrenceRule: { frequency: 'daily', count: 4 },
    });
    const patch = {
      'participants/a/roles': { optional: true },
      'recurrenceRule/count': 5,
      'recurrenceOverrides/2026-11-26T10:00:00': { 'participants/a/participationStatus': 'declined' },
    };
    expect((await send('PATCH', location, patch, strict)).status).toBe(422);
    const first = {
      ...patch,
      recurrenceOverrides: { '2026-11-26T10:00:00': patch['recurrenceOverrides/2026-11-26T10:00:00'] },
    };
    const { 'recurrenceOverrides/2026-11-26T10:00:00': _pointer, ...whole } = first;
    expect((await send('PATCH', location, whole, strict)).status).toBe(204);
    expect((await send('GET', location, undefined, reading)).json()).toMatchObject({
      recurrenceRule: { count: 5 },
      recurrenceOverrides: whole.recurrenceOverrides,
      participants: { a: { roles: { optional: true } } },
    });
    expect((await send('GET', location)).json()).toMatchObject({ recurrenceRules: [{ count: 5 }] });
    expect((await send('PATCH', location, { 'recurrenceRules/0/count': 6 }, strict)).status).toBe(422);
  });

  it('tell the occurrences of a series, and convert', async () => {
    const location = await create({ ...event, uid: 'expanded-2', recurrenceRule: { frequency: 'daily', count: 2 } });
    const second = await send('GET', `${location}?recurrence-id=2026-11-26T10:00:00`, undefined, reading);
    expect(second.json()).toMatchObject({ version: '2.0', recurrenceId: '2026-11-26T10:00:00', uid: 'expanded-2' });
    const query = 'filters[start]=2026-11-25&filters[end]=2026-11-27&filters[expand]=true&filters[uid]=expanded-2';
    const members = Object.values(
      (await send('GET', `${collection}?${query}`, undefined, reading)).json().responses as Body,
    );
    expect(members).toEqual([expect.objectContaining({ version: '2.0' }), second.json()]);
    const ics = await send('POST', '/rest/convert', { ...event, recurrenceRule: { frequency: 'daily' } }, strict);
    expect(ics.text).toContain('RRULE:FREQ=DAILY\r\n');
    const back = await send('POST', '/rest/convert', ics.text, {
      headers: { 'content-type': 'text/calendar', accept: type },
    });
    expect(back.json()).toMatchObject({ version: '2.0', uid: 'rules-2', recurrenceRule: { frequency: 'daily' } });
  });
});

it('what is written in 2.0 leaves nothing behind that 1.0 would not know', async () => {
  const more = { ...person({}), recurrenceRule: { frequency: 'daily', count: 3 }, endTimeZone: 'Asia/Tokyo' };
  const places = { mainLocationId: 'b', locations: { a: { name: 'A' }, b: { name: 'B' } } };
  const location = await create({ ...event, uid: 'nothing-left', ...more, ...places });
  const names = Object.keys((await send('GET', location)).json());
  for (const name of ['version', 'recurrenceRule', 'endTimeZone', 'mainLocationId', 'organizerCalendarAddress'])
    expect(names).not.toContain(name);
});
