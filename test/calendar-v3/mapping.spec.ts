import type { EventData, EventSeries, SeriesDraft } from '@dayferry/core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openAs, startServer } from '../harness/index.js';
import { clientOf, events, listAll, type Resource } from './client.js';

const server = await startServer();
const call = clientOf(server);
const open = await openAs(server.core, 'alice@example.org');
afterAll(() => server.close());

/** What other protocols can say and v3 can not, all at once. */
const rich: EventData = {
  start: { local: '2026-03-02T10:00:00', zone: 'Europe/Berlin', tzid: 'W. Europe Standard Time' },
  duration: 'PT1H30M',
  title: 'Planning',
  description: { text: '<p>Hi</p>', type: 'text/html', plain: 'Hi' },
  locale: 'de',
  locations: [
    { key: 'end', name: 'Exit', relativeTo: 'end' },
    { key: 'main', name: 'Room 1', coordinates: '52.5,13.4', description: 'second floor' },
    { key: 'alt', name: 'Room 2', rel: 'alternate' },
  ],
  virtualLocations: [
    { key: 'v', uri: 'https://talk.test/1', name: 'Talk', features: ['chat', 'video'], description: 'code 42' },
  ],
  visibility: 'confidential',
  status: 'tentative',
  organizer: { address: 'mailto:boss@x.test', name: 'Boss', sentBy: 'mailto:pa@x.test' },
  attendees: [
    { key: 'b', address: 'mailto:boss@x.test', role: 'chair', status: 'accepted', name: 'Boss' },
    { key: 'a', address: 'mailto:Alice@Example.org', status: 'delegated', delegatedTo: ['mailto:bob@example.org'] },
    { key: 'u', address: 'urn:uuid:1234', name: 'No mail', status: 'declined' },
    { key: 'r', address: 'mailto:room@x.test', kind: 'room', role: 'informational' },
    { key: 'c', name: 'A contact', isContact: true },
  ],
  alarms: [
    { key: '1', action: 'popup', trigger: { offset: '-PT1H' }, description: 'an hour' },
    { key: '2', action: 'audio', trigger: { offset: '-PT10M' }, repeat: 3, interval: 'PT5M' },
    { key: '3', action: 'popup', trigger: { offset: '-PT15M', relativeTo: 'end' } },
    { key: '4', action: 'email', trigger: { at: '2026-03-01T00:00:00Z' } },
  ],
  links: [
    { key: 'l', href: 'https://x.test/page', isEventUrl: true, rel: 'alternate', title: 'Page' },
    { key: 'm', href: 'data:text/plain,hello', rel: 'enclosure' },
    { key: 'n', href: 'https://x.test/a.pdf', rel: 'enclosure', size: 12, contentType: 'application/pdf' },
  ],
  keywords: ['k'],
  color: { css: 'tomato' },
  priority: 1,
  sharedProperties: { s: '1' },
  privateProperties: { p: '2' },
  relatedTo: [{ uid: 'other', relations: ['parent'] }],
  sequence: 4,
  shadow: { icalProperties: [['x-own', {}, 'text', 'kept']], v3: { xNew: 1 } },
};

async function put(draft: Omit<SeriesDraft, 'kind'>): Promise<EventSeries> {
  const { stored } = await server.core.events.write(open, null, () => ({ kind: 'event', ...draft }), {
    origin: 'ical',
  });
  return stored.series;
}

afterEach(async () => {
  for (const { head } of await server.core.events.query(open, {}))
    await server.core.events.remove(open, { key: head.key });
});

async function read(id: string): Promise<EventSeries> {
  return (await server.core.events.find(open, { id })).series;
}

describe('a record that other protocols made', () => {
  it('is shown as v3 can say it', async () => {
    const { id } = await put({ master: rich, overrides: [] });
    const { body } = await call('GET', `${events}/${id}`, { isFree: true });
    expect(body).toMatchObject({
      status: 'tentative',
      summary: 'Planning',
      description: '<p>Hi</p>',
      location: 'Room 1',
      colorId: '4',
      organizer: { email: 'boss@x.test', displayName: 'Boss' },
      start: { dateTime: '2026-03-02T10:00:00+01:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-02T11:30:00+01:00', timeZone: 'Europe/Berlin' },
      visibility: 'confidential',
      sequence: 4,
      attendees: [
        { email: 'boss@x.test', displayName: 'Boss', organizer: true, responseStatus: 'accepted' },
        { email: 'Alice@Example.org', self: true, responseStatus: 'declined' },
        { email: 'urn-uuid-1234@invalid', displayName: 'No mail', responseStatus: 'declined' },
        { email: 'room@x.test', resource: true, optional: true, responseStatus: 'needsAction' },
      ],
      extendedProperties: { private: { p: '2' }, shared: { s: '1' } },
      conferenceData: { entryPoints: [{ entryPointType: 'video', uri: 'https://talk.test/1', label: 'Talk' }] },
      reminders: {
        useDefault: false,
        overrides: [
          { method: 'popup', minutes: 60 },
          { method: 'popup', minutes: 10 },
        ],
      },
      source: { url: 'https://x.test/page', title: 'Page' },
      attachments: [{ fileUrl: 'https://x.test/a.pdf', mimeType: 'application/pdf' }],
      xNew: 1,
    });
    expect(body).not.toHaveProperty('organizer.self');
  });

  const switches = { conferenceDataVersion: 1, supportsAttachments: true };

  it('is untouched when v3 writes back what it was shown', async () => {
    const before = await put({ master: rich, overrides: [] });
    const { body } = await call('GET', `${events}/${before.id}`, { isFree: true });
    for (const verb of ['PUT', 'PATCH']) {
      // Without conferenceDataVersion: entry points without a solution are not for v3 clients to send.
      const reply = await call(verb, `${events}/${before.id}`, {
        body,
        query: { supportsAttachments: true },
        isFree: true,
      });
      expect(reply.status, reply.text).toBe(200);
      expect(await read(before.id)).toEqual(before);
    }
  });

  // RFC 6638 §7.3: alice's answer is on its way to an organizer elsewhere.
  const answered = { ...rich.organizer!, extras: { ical: { 'schedule-status': '1.0' } } };
  const noted: EventData = { ...rich, organizer: answered };
  const { title: _t, ...untitled } = noted;
  it.each<[string, object, object, Partial<EventData> | null]>([
    ['summary', { summary: 'New' }, {}, { title: 'New' }],
    ['no summary', { summary: null }, {}, null],
    ['colour', { colorId: '3' }, {}, { color: { id: '3' } }],
    ['status', { status: 'confirmed' }, {}, { status: undefined }],
    ['visibility', { visibility: 'default' }, {}, { visibility: undefined }],
    ['transparency', { transparency: 'transparent' }, {}, { transparency: 'transparent' }],
    // A position belongs to its place (ADR 86): another place has none.
    [
      'location',
      { location: 'Hall' },
      {},
      {
        locations: [
          rich.locations![0]!,
          { ...rich.locations![1]!, name: 'Hall', coordinates: undefined },
          rich.locations![2]!,
        ],
      },
    ],
    ['description', { description: '<p>Ho</p>' }, {}, { description: { text: '<p>Ho</p>', type: 'text/html' } }],
    [
      'private property',
      { extendedProperties: { private: { q: '3' } } },
      {},
      { privateProperties: { p: '2', q: '3' } },
    ],
    ['attachments', { attachments: [] }, switches, { links: rich.links!.slice(0, 2) }],
    ['source', { source: null }, {}, { links: rich.links!.slice(1) }],
    ['unknown member', { xNew: 2 }, {}, { shadow: { ...rich.shadow, v3: { xNew: 2 } } }],
    [
      'defaults',
      { reminders: { useDefault: true, overrides: null } },
      {},
      { useDefaultAlarms: true, alarms: rich.alarms!.slice(2) },
    ],
  ])('keeps all else when v3 changes its %s', async (_name, body, query, expected) => {
    const before = await put({ master: rich, overrides: [] });
    const { conferenceDataVersion: _c, ...rest } = query as Record<string, number>;
    const reply = await call('PATCH', `${events}/${before.id}`, { body, query: rest, isFree: true });
    expect(reply.status, reply.text).toBe(200);
    const { sequence: _s, ...master } = (await read(before.id)).master;
    const { sequence: _o, ...wanted } = expected === null ? untitled : { ...noted, ...expected };
    const byHref = (data: EventData): EventData => ({
      ...data,
      links: [...data.links!].sort((a, b) => (a.href < b.href ? -1 : 1)),
    });
    expect(byHref(master)).toEqual(byHref(JSON.parse(JSON.stringify(wanted)) as EventData));
  });

  it('keeps hidden guests and what it does not know of others', async () => {
    const before = await put({ master: rich, overrides: [] });
    const { body } = await call('GET', `${events}/${before.id}`, { isFree: true });
    const attendees = (body as unknown as { attendees: { email: string }[] }).attendees.filter(
      (guest) => guest.email !== 'room@x.test',
    );
    await call('PATCH', `${events}/${before.id}`, {
      body: { attendees: [...attendees, { email: 'new@x.test' }] },
      isFree: true,
    });
    const [boss, alice, urn, , contact] = rich.attendees!;
    const after = (await read(before.id)).master.attendees!;
    expect(after).toEqual(expect.arrayContaining([boss, alice, urn, contact]));
    expect(after).toContainEqual({ address: 'mailto:new@x.test', rsvp: true });
    expect(after).toHaveLength(5);
  });

  it('moves with its duration and its zone', async () => {
    const before = await put({ master: rich, overrides: [] });
    const times = { start: { dateTime: '2026-03-03T10:00:00+01:00' }, end: { dateTime: '2026-03-03T11:30:00+01:00' } };
    await call('PATCH', `${events}/${before.id}`, { body: times, isFree: true });
    const { start, end, duration } = (await read(before.id)).master;
    expect({ start, end, duration }).toEqual({
      start: { ...rich.start, local: '2026-03-03T10:00:00' },
      duration: 'PT1H30M',
    });
  });
});

describe('times v3 has no words for', () => {
  it('floating: shown in the calendar zone, and floating after a write', async () => {
    const start = { local: '2026-03-02T10:00:00', zone: null };
    const { id } = await put({
      master: { start, end: { local: '2026-03-02T11:00:00', zone: null }, title: 'F' },
      overrides: [],
    });
    const { body } = await call('GET', `${events}/${id}`);
    expect(body).toMatchObject({ start: { dateTime: '2026-03-02T10:00:00+01:00', timeZone: 'Europe/Berlin' } });
    await call('PUT', `${events}/${id}`, { body: { ...body, summary: 'G' } });
    expect((await read(id)).master).toMatchObject({ start, title: 'G' });
  });

  it('no end at all', async () => {
    const { id } = await put({ master: { start: { local: '2026-03-02T10:00:00', zone: 'Etc/UTC' } }, overrides: [] });
    const { body } = await call('GET', `${events}/${id}`);
    expect(body).toMatchObject({
      start: { dateTime: '2026-03-02T11:00:00+01:00', timeZone: 'UTC' },
      end: { dateTime: '2026-03-02T11:00:00+01:00' },
      endTimeUnspecified: true,
      reminders: { useDefault: false },
    });
    await call('PUT', `${events}/${id}`, { body: { ...body, summary: 'G' } });
    expect((await read(id)).master).not.toHaveProperty('end');
  });
});

describe('what v3 does not show', () => {
  it('tasks and journals', async () => {
    const { stored } = await server.core.events.write(
      open,
      null,
      () => ({ kind: 'task', master: { title: 'T' }, overrides: [] }),
      { origin: 'ical' },
    );
    expect((await call('GET', `${events}/${stored.head.id}`)).status).toBe(404);
    for (const query of [{}, { singleEvents: true }, { q: 'T' }]) {
      expect((await listAll(call, query)).items.map((item: Resource) => item.id)).not.toContain(stored.head.id);
    }
  });

  it('the master of a lone invitation to single instances', async () => {
    const at = { local: '2026-04-01T10:00:00', zone: 'Europe/Berlin' };
    const override = { recurrenceId: at, patch: { start: at, duration: 'PT1H', title: 'Lone' }, seq: 0, updated: 0 };
    const { id } = await put({ master: {}, isMasterMissing: true, overrides: [override] });
    expect((await call('GET', `${events}/${id}`)).status).toBe(404);
    const instance = `${id}_20260401T080000Z`;
    expect((await call('GET', `${events}/${instance}`)).body).toMatchObject({ summary: 'Lone', recurringEventId: id });
    for (const query of [{}, { singleEvents: true }]) {
      const { items } = await listAll(call, query);
      expect(items.filter((item) => item.id.startsWith(id)).map((item) => item.id)).toEqual([instance]);
    }
    expect((await call('PATCH', `${events}/${instance}`, { body: { summary: 'Changed' } })).body).toMatchObject({
      summary: 'Changed',
    });
  });

  it('events that another protocol called off, unless deleted ones are asked for', async () => {
    const { id } = await put({
      master: { start: { local: '2026-05-01', zone: null }, status: 'cancelled', title: 'Off' },
      overrides: [],
    });
    expect((await call('GET', `${events}/${id}`)).body).toMatchObject({ status: 'cancelled', summary: 'Off' });
    for (const query of [{}, { singleEvents: true }]) {
      expect((await listAll(call, query)).items.some((item) => item.id === id)).toBe(false);
      // Deleted ones of the tests above have members that no schema knows.
      const { items } = await listAll(call, { ...query, showDeleted: true }, events, true);
      expect(items.some((item) => item.id === id)).toBe(true);
    }
    expect((await call('PATCH', `${events}/${id}`, { body: { summary: 'Still off' } })).body).toMatchObject({
      status: 'cancelled',
    });
    expect((await call('DELETE', `${events}/${id}`)).status).toBe(204);
  });
});
