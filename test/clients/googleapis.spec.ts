import type { calendar_v3 } from '@googleapis/calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReceiver } from '../push/receiver.js';
import { startGateway, type RunningGateway } from './gateway.js';
import { calendarClient, library, methodIds, recording, refusalOf, type Calendar } from './googleapis.js';

type Event = calendar_v3.Schema$Event;

const hour = (day: number, start = 9): Pick<Event, 'start' | 'end'> => ({
  start: { dateTime: `2026-03-0${day}T${String(start).padStart(2, '0')}:00:00Z` },
  end: { dateTime: `2026-03-0${day}T${String(start + 1).padStart(2, '0')}:00:00Z` },
});
const weekly: Event = {
  summary: 'Weekly',
  start: { dateTime: '2026-03-02T09:00:00', timeZone: 'Europe/Berlin' },
  end: { dateTime: '2026-03-02T10:00:00', timeZone: 'Europe/Berlin' },
  recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'],
};

describe.each(['@googleapis/calendar', 'googleapis'] as const)('%s', (name) => {
  const package_ = library(name);

  describe.skipIf(!package_)('with only its root URL set', () => {
    const called = new Set<string>();
    let gateway: RunningGateway;
    let alice: Calendar;
    let bob: Calendar;

    beforeAll(async () => {
      gateway = await startGateway({ DAYFERRY_PUSH_PRIVATE_ADDRESSES: 'allow' });
      alice = recording(calendarClient(package_!, gateway.url, gateway.alice), called);
      bob = calendarClient(package_!, gateway.url, gateway.bob);
    });
    afterAll(() => gateway.stop());

    it('makes, changes and removes a calendar', async () => {
      const { data: made } = await alice.calendars.insert({ requestBody: { summary: 'Team', timeZone: 'Asia/Tokyo' } });
      expect(made).toMatchObject({ kind: 'calendar#calendar', summary: 'Team', timeZone: 'Asia/Tokyo' });
      const calendarId = made.id!;
      await alice.calendars.patch({ calendarId, requestBody: { description: 'All of us' } });
      await alice.calendars.update({ calendarId, requestBody: { summary: 'Team 2', description: 'All of us' } });
      const { data: read } = await alice.calendars.get({ calendarId });
      expect(read).toMatchObject({ id: calendarId, summary: 'Team 2', description: 'All of us' });
      expect((await alice.calendars.delete({ calendarId })).status).toBe(204);
      await expect(alice.calendars.get({ calendarId })).rejects.toMatchObject({ status: 404 });
    });

    it('lists the calendars page by page', async () => {
      const ids = await Promise.all([1, 2, 3].map(async () => (await newCalendar()).id));
      const seen: string[] = [];
      let pageToken: string | undefined;
      do {
        const { data } = await alice.calendarList.list({ maxResults: 2, pageToken });
        seen.push(...data.items!.map(({ id }) => id!));
        pageToken = data.nextPageToken ?? undefined;
      } while (pageToken);
      expect(seen).toEqual(expect.arrayContaining([...ids, 'alice@example.org']));
      expect(new Set(seen).size).toBe(seen.length);
      const { data: entry } = await alice.calendarList.get({ calendarId: ids[0]! });
      expect(entry).toMatchObject({ kind: 'calendar#calendarListEntry', accessRole: 'owner' });
    });

    it('makes, reads, changes and removes an event', async () => {
      const calendarId = 'primary';
      const { data: made, status } = await alice.events.insert({
        calendarId,
        requestBody: { ...hour(2), summary: 'Größe & <Maß>', extendedProperties: { private: { 'a b': '1=2' } } },
      });
      expect([status, made.kind, made.status]).toEqual([200, 'calendar#event', 'confirmed']);
      const eventId = made.id!;
      const { data: patched } = await alice.events.patch({ calendarId, eventId, requestBody: { location: 'Here' } });
      expect(patched).toMatchObject({ summary: 'Größe & <Maß>', location: 'Here' });
      await alice.events.update({ calendarId, eventId, requestBody: { ...hour(3), summary: 'Anew' } });
      const { data: read } = await alice.events.get({ calendarId, eventId });
      expect([read.summary, read.start!.dateTime]).toEqual(['Anew', '2026-03-03T10:00:00+01:00']);
      expect(read.location).toBeUndefined();
      expect((await alice.events.delete({ calendarId, eventId })).data).toBe('');
      expect((await alice.events.get({ calendarId, eventId })).data.status).toBe('cancelled');
    });

    it('finds events by time, text and extended property', async () => {
      const calendarId = (await newCalendar()).id;
      const shared = { extendedProperties: { private: { 'a b': '1=2', c: 'd' } } };
      await alice.events.insert({ calendarId, requestBody: { ...hour(2), summary: 'Early' } });
      await alice.events.insert({ calendarId, requestBody: { ...hour(4), summary: 'Late', ...shared } });
      const found = async (query: calendar_v3.Params$Resource$Events$List): Promise<string[]> =>
        (await alice.events.list({ calendarId, ...query })).data.items!.map(({ summary }) => summary!);
      expect(await found({ timeMin: '2026-03-03T00:00:00Z' })).toEqual(['Late']);
      expect(await found({ timeMax: '2026-03-03T00:00:00Z' })).toEqual(['Early']);
      expect(await found({ q: 'early' })).toEqual(['Early']);
      expect(await found({ privateExtendedProperty: ['a b=1=2', 'c=d'] })).toEqual(['Late']);
      expect(await found({ singleEvents: true, orderBy: 'startTime' })).toEqual(['Early', 'Late']);
      expect((await alice.events.list({ calendarId, fields: 'items(id)' })).data.items![0]).toEqual({
        id: expect.any(String),
      });
    });

    it('changes and cancels one instance of a series', async () => {
      const calendarId = (await newCalendar()).id;
      const eventId = (await alice.events.insert({ calendarId, requestBody: weekly })).data.id!;
      const { data } = await alice.events.instances({ calendarId, eventId });
      expect(data.items!.map(({ start }) => start!.dateTime)).toEqual([
        '2026-03-02T09:00:00+01:00',
        '2026-03-09T09:00:00+01:00',
        '2026-03-16T09:00:00+01:00',
        '2026-03-23T09:00:00+01:00',
      ]);
      await alice.events.patch({ calendarId, eventId: data.items![1]!.id!, requestBody: { summary: 'Moved' } });
      await alice.events.delete({ calendarId, eventId: data.items![2]!.id! });
      const { data: after } = await alice.events.list({ calendarId, singleEvents: true, orderBy: 'startTime' });
      expect(after.items!.map(({ summary }) => summary)).toEqual(['Weekly', 'Moved', 'Weekly']);
    });

    it('follows a calendar by its sync token, and hears when it is too old', async () => {
      const calendarId = (await newCalendar()).id;
      const eventId = (await alice.events.insert({ calendarId, requestBody: hour(2) })).data.id!;
      const first = (await alice.events.list({ calendarId })).data;
      expect(first.items).toHaveLength(1);
      await alice.events.delete({ calendarId, eventId });
      await alice.events.insert({ calendarId, requestBody: hour(3) });
      const next = (await alice.events.list({ calendarId, syncToken: first.nextSyncToken! })).data;
      expect(next.items!.map(({ status }) => status).sort()).toEqual(['cancelled', 'confirmed']);
      const stale = alice.events.list({ calendarId, syncToken: 'none-of-ours' });
      expect(await refusalOf(stale)).toEqual([410, 'calendar', 'fullSyncRequired']);
    });

    it('answers conditions by 304 and 412', async () => {
      const calendarId = (await newCalendar()).id;
      const { id, etag } = (await alice.events.insert({ calendarId, requestBody: hour(2) })).data;
      const one = { calendarId, eventId: id! };
      const unchanged = await alice.events.get(one, { headers: { 'If-None-Match': etag! } });
      expect([unchanged.status, unchanged.data]).toEqual([304, '']);
      const change = { ...one, requestBody: { summary: 'X' } };
      await alice.events.patch(change, { headers: { 'If-Match': etag! } });
      const stale = alice.events.patch(change, { headers: { 'If-Match': etag! } });
      expect(await refusalOf(stale)).toEqual([412, 'global', 'conditionNotMet']);
    });

    it('gets errors that a program can read', async () => {
      const missing = alice.events.get({ calendarId: 'primary', eventId: 'nothere' });
      expect(await refusalOf(missing)).toEqual([404, 'global', 'notFound']);
      const empty = alice.events.insert({ calendarId: 'primary', requestBody: { summary: 'No time' } });
      expect(await refusalOf(empty)).toEqual([400, 'global', 'required']);
      const foreign = bob.calendars.get({ calendarId: 'alice@example.org' });
      await expect(foreign).rejects.toMatchObject({ status: 404 });
      const stranger = calendarClient(package_!, gateway.url, { ...gateway.bob, token: 'wrong' });
      await expect(stranger.calendarList.list()).rejects.toMatchObject({ status: 401 });
    });

    it('gives another person access, changes it and takes it away', async () => {
      const calendarId = (await newCalendar()).id;
      const scope = { type: 'user', value: 'bob@example.org' };
      await expect(bob.events.list({ calendarId })).rejects.toMatchObject({ status: 404 });
      const { data: rule } = await alice.acl.insert({ calendarId, requestBody: { role: 'reader', scope } });
      const ruleId = rule.id!;
      expect(ruleId).toBe('user:bob@example.org');
      expect((await bob.events.list({ calendarId })).data.accessRole).toBe('reader');
      await expect(bob.events.insert({ calendarId, requestBody: hour(2) })).rejects.toMatchObject({ status: 403 });

      await alice.acl.patch({ calendarId, ruleId, requestBody: { role: 'writer' } });
      expect((await bob.events.insert({ calendarId, requestBody: hour(2) })).status).toBe(200);
      await alice.acl.update({ calendarId, ruleId, requestBody: { role: 'freeBusyReader', scope } });
      expect((await alice.acl.get({ calendarId, ruleId })).data.role).toBe('freeBusyReader');

      const { data: before } = await alice.acl.list({ calendarId });
      expect(before.items!.map(({ id }) => id)).toContain(ruleId);
      expect((await alice.acl.delete({ calendarId, ruleId })).status).toBe(204);
      const { data: changes } = await alice.acl.list({ calendarId, syncToken: before.nextSyncToken! });
      expect(changes.items).toMatchObject([{ id: ruleId, role: 'none' }]);
    });

    it('keeps the list of calendars: puts one on it, dresses it, takes it off', async () => {
      const calendarId = (await newCalendar()).id;
      await alice.acl.insert({
        calendarId,
        requestBody: { role: 'reader', scope: { type: 'user', value: 'bob@example.org' } },
      });
      const own = recording(bob, called);
      await own.calendarList.insert({ requestBody: { id: calendarId } });
      const { data: patched } = await own.calendarList.patch({
        calendarId,
        requestBody: { summaryOverride: 'Theirs' },
      });
      expect(patched).toMatchObject({ accessRole: 'reader', summaryOverride: 'Theirs' });
      const { data: dressed } = await own.calendarList.update({
        calendarId,
        colorRgbFormat: true,
        requestBody: { backgroundColor: '#ff8800', foregroundColor: '#000000', selected: false },
      });
      expect(dressed.backgroundColor).toBe('#ff8800');
      expect((await own.calendarList.delete({ calendarId })).status).toBe(204);
      await expect(own.calendarList.get({ calendarId })).rejects.toMatchObject({ status: 404 });
      expect((await alice.calendars.get({ calendarId })).status).toBe(200);
    });

    it('sees when people are busy, and which calendars it may not ask', async () => {
      const calendarId = (await newCalendar()).id;
      await alice.events.insert({ calendarId, requestBody: hour(2, 9) });
      await alice.events.insert({ calendarId, requestBody: hour(2, 12) });
      const items = [{ id: calendarId }, { id: 'nobody@example.org' }];
      const { data } = await alice.freebusy.query({
        requestBody: { timeMin: '2026-03-02T00:00:00Z', timeMax: '2026-03-03T00:00:00Z', items },
      });
      expect(data.calendars![calendarId]!.busy).toEqual([
        { start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' },
        { start: '2026-03-02T12:00:00Z', end: '2026-03-02T13:00:00Z' },
      ]);
      expect(data.calendars!['nobody@example.org']!.errors).toMatchObject([{ reason: 'notFound' }]);
    });

    it('reads colours and settings', async () => {
      const { data: colors } = await alice.colors.get();
      expect(colors.event!['1']).toEqual({ background: '#a4bdfc', foreground: '#1d1d1d' });
      const { data: settings } = await alice.settings.list();
      expect(settings.items).toContainEqual(expect.objectContaining({ id: 'timezone', value: 'Europe/Berlin' }));
      expect((await alice.settings.get({ setting: 'weekStart' })).data.value).toMatch(/^[016]$/);
    });

    it('imports a copy of an event by its UID', async () => {
      const calendarId = (await newCalendar()).id;
      const requestBody = { ...hour(2), iCalUID: 'elsewhere@example.com', summary: 'From elsewhere' };
      const { data: made } = await alice.events.import({ calendarId, requestBody });
      expect(made).toMatchObject({ iCalUID: 'elsewhere@example.com', summary: 'From elsewhere' });
      const { data: again } = await alice.events.import({ calendarId, requestBody: { ...requestBody, sequence: 1 } });
      expect(again.id).toBe(made.id);
      const found = await alice.events.list({ calendarId, iCalUID: 'elsewhere@example.com' });
      expect(found.data.items).toHaveLength(1);
    });

    it('moves an event to another calendar', async () => {
      const [calendarId, destination] = [(await newCalendar()).id, (await newCalendar()).id];
      const { data: made } = await alice.events.insert({ calendarId, requestBody: { ...hour(2), summary: 'Moved' } });
      const { data: moved } = await alice.events.move({ calendarId, eventId: made.id!, destination });
      expect(moved).toMatchObject({ id: made.id, summary: 'Moved', iCalUID: made.iCalUID });
      expect((await alice.events.list({ calendarId })).data.items).toEqual([]);
      expect((await alice.events.list({ calendarId: destination })).data.items).toHaveLength(1);
    });

    it('adds an event from a line of text', async () => {
      const calendarId = (await newCalendar()).id;
      const { data: made } = await alice.events.quickAdd({ calendarId, text: 'Lunch at Noma May 4 2027 12:30' });
      expect(made).toMatchObject({ summary: 'Lunch', location: 'Noma' });
      expect(made.start!.dateTime).toMatch(/^2027-05-04T12:30:00/);
    });

    it('is told of changes by a channel of each kind, and stops them', async () => {
      const receiver = await startReceiver();
      const calendarId = (await newCalendar()).id;
      const wish = (id: string) => ({ requestBody: { id, type: 'web_hook', address: receiver.url } });
      const channels = [
        await alice.events.watch({ calendarId, ...wish('events') }),
        await alice.acl.watch({ calendarId, ...wish('acl') }),
        await alice.calendarList.watch(wish('list')),
        await alice.settings.watch(wish('settings')),
      ];
      const ids = () => receiver.received.map((headers) => headers['x-goog-channel-id']);
      await expect.poll(() => ids().sort(), { timeout: 20_000 }).toEqual(['acl', 'events', 'list', 'settings']);
      await alice.events.insert({ calendarId, requestBody: hour(2) });
      await expect.poll(() => receiver.states().slice(4), { timeout: 20_000 }).toEqual(['exists 2']);
      for (const { data } of channels) {
        const requestBody = { id: data.id!, resourceId: data.resourceId! };
        expect((await alice.channels.stop({ requestBody })).status).toBe(204);
        await expect(alice.channels.stop({ requestBody })).rejects.toMatchObject({ status: 404 });
      }
      await receiver.close();
    });

    it('clears the primary calendar', async () => {
      await alice.events.insert({ calendarId: 'primary', requestBody: hour(2) });
      expect((await alice.calendars.clear({ calendarId: 'primary' })).status).toBe(204);
      expect((await alice.events.list({ calendarId: 'primary' })).data.items).toEqual([]);
    });

    it('calls every method of the API', () => {
      expect(methodIds().filter((id) => !called.has(id))).toEqual([]);
    });

    async function newCalendar(): Promise<{ id: string }> {
      const { data } = await alice.calendars.insert({ requestBody: { summary: 'For a test' } });
      return { id: data.id! };
    }
  });
});
