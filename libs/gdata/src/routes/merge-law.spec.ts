import { defaultLimits, mergeData, type Core, type EventData, type EventSeries } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import type { EventView } from '../parse/event-view.js';
import { readEventEntry } from '../parse/event-entry.js';
import { readEventJsonc } from '../parse/event-jsonc.js';
import type { GdataRequest } from '../parse/request.js';
import { Members } from '../parse/read-json.js';
import { readXml } from '../parse/read-xml.js';
import { eventDocument, eventEntry } from '../render/event-entry.js';
import { eventJsonc } from '../render/event-jsonc.js';
import type { EventContext } from '../render/event-record.js';
import type { Call } from './call.js';
import { changedInstance, changedSeries } from './event-writes.js';
import { instanceRecord, occurrenceAt, seriesRecord } from './records.js';
import { resolve, unavailable } from '@dayferry/core';

const context: EventContext = {
  publicUrl: 'https://cal.example.org',
  version: 2,
  user: 'default',
  visibility: 'private',
  projection: 'full',
  calendarId: 'alice@example.org',
  calendarZone: 'Europe/Berlin',
  zone: 'America/New_York',
  language: 'en',
  owner: { email: 'alice@example.org', name: 'Alice' },
  canEdit: true,
  hasPrivateParts: true,
};

const call = (format: 'atom' | 'jsonc'): Call => {
  const request = {
    format,
    output: { kind: format, inScript: false },
    contentType: format === 'jsonc' ? 'application/json' : 'application/atom+xml',
  } as GdataRequest;
  return {
    core: { limits: defaultLimits } as Core,
    publicUrl: context.publicUrl,
    request,
    params: {},
    openLink: () => Promise.reject(unavailable('')),
    report: () => unavailable(''),
  };
};

/** Holds something in every member that v2 cannot say, or says differently. */
const rich: EventData = {
  start: { local: '2026-03-02T10:00:00', zone: 'Europe/Berlin', tzid: 'W. Europe Standard Time' },
  duration: 'PT1H',
  title: ' Review\t"Q1" <a> & \'b\' ',
  description: { text: 'line one\nline two\r\n<b>', type: 'text/html', plain: 'plain' },
  locations: [
    { key: 'l1', name: "Bob's", coordinates: '52.5,13.4', types: ['office'] },
    { key: 'l2', name: 'Airport', relativeTo: 'end' },
    { key: 'p', rel: 'parking', name: 'P' },
  ],
  status: 'confirmed',
  visibilityLiteral: 'X-SECRET',
  organizer: { address: 'mailto:Boss@example.org', name: 'Boss', sentBy: 'mailto:pa@example.org' },
  attendees: [
    { address: 'mailto:A@example.org', status: 'delegated', delegatedTo: ['mailto:c@example.org'], rsvp: true },
    { key: 'boss', address: 'mailto:boss@example.org', status: 'accepted', role: 'chair' },
    { address: 'urn:uuid:7f3', name: 'Robot', kind: 'room', role: 'informational', status: 'needs-action' },
    { key: 'k', name: 'No address' },
    { key: 'contact', name: 'Call me', isContact: true },
  ],
  alarms: [
    { key: 'x', action: 'audio', trigger: { offset: '-PT1H' }, repeat: 2, interval: 'PT5M' },
    { key: 'y', action: 'popup', trigger: { offset: 'PT5M', relativeTo: 'end' } },
    { action: 'email', trigger: { at: '2026-03-01T08:00:00Z' }, to: [{ address: 'mailto:a@example.org' }] },
  ],
  guestsCanModify: false,
  guestsCanInviteOthers: false,
  keywords: ['k'],
  priority: 3,
  color: { css: 'red' },
  virtualLocations: [{ uri: 'https://meet.example.org/x' }],
  links: [{ href: 'https://example.org/a', rel: 'enclosure' }],
  sharedProperties: { a: '1', '': 'x', long: 'y'.repeat(2_000) },
  privateProperties: { b: '2' },
  gadget: { iconLink: 'https://example.org/i', title: 'T', display: 'chip', preferences: { p: 'q' } },
  shadow: { v2: ["<kept xmlns='http://example.org/ext'>x</kept>"], icalProperties: [['x-foo', {}, 'unknown', 'bar']] },
};

const identity = {
  key: '01key',
  calendarKey: 'c',
  id: 'abcdefgh',
  uid: 'u@x',
  resourceName: 'r',
  seq: 7,
  scheduleRevision: 1,
  created: 1,
  updated: 2,
};
const single: EventSeries = { ...identity, kind: 'event', master: rich, overrides: [] };
const weekly: EventSeries = {
  ...single,
  recurrence: {
    rules: ['FREQ=WEEKLY;COUNT=9'],
    exrules: [],
    rdates: [],
    exdates: [{ local: '2026-03-16T10:00:00', zone: 'Europe/Berlin', tzid: 'W. Europe Standard Time' }],
  },
  overrides: [
    {
      recurrenceId: { local: '2026-03-23T10:00:00', zone: 'Europe/Berlin' },
      patch: { title: 'Moved', start: { local: '2026-03-23T12:00:00', zone: 'Europe/Berlin' } },
      seq: 3,
      updated: 2,
    },
  ],
};

function shown(series: EventSeries, format: 'atom' | 'jsonc', stamp?: string): EventView {
  const source = { series, isDeleted: false, isBusy: false };
  const occurrence =
    stamp === undefined
      ? undefined
      : occurrenceAt({ limits: defaultLimits } as Core, context.calendarZone, series, stamp);
  const record = occurrence ? instanceRecord(source, occurrence, resolve(series, occurrence)) : seriesRecord(source);
  if (format === 'jsonc') return readEventJsonc(new Members(JSON.parse(JSON.stringify(eventJsonc(record, context)))));
  return readEventEntry(readXml(eventDocument(eventEntry(record, context), 2), defaultLimits));
}

describe.each(['atom', 'jsonc'] as const)('writing back what was shown (%s)', (format) => {
  it('leaves a single event as it was, whatever zone it was shown in', () => {
    expect(changedSeries(call(format), single, shown(single, format), context)).toEqual(single);
  });

  it('leaves a series with its exceptions as it was', () => {
    expect(changedSeries(call(format), weekly, shown(weekly, format), context)).toEqual(weekly);
  });

  it('leaves an instance as it was and makes no exception of it', () => {
    expect(
      changedInstance(
        call(format),
        weekly,
        { stamp: '20260309T090000Z', view: shown(weekly, format, '20260309T090000Z') },
        context,
      ),
    ).toBe(weekly);
  });

  it.each([
    [
      'floating',
      { start: { local: '2026-03-02T10:00:00', zone: null }, end: { local: '2026-03-02T11:00:00', zone: null } },
    ],
    ['all-day', { start: { local: '2026-03-02', zone: null }, end: { local: '2026-03-04', zone: null } }],
    ['without end', { start: { local: '2026-03-02T10:00:00', zone: 'Etc/UTC', tzid: 'UTC' } }],
    [
      'from one zone to another',
      {
        start: { local: '2026-03-02T10:00:00', zone: 'Asia/Tokyo' },
        end: { local: '2026-03-02T18:00:00', zone: 'Europe/Paris' },
      },
    ],
    ['secret', { start: { local: '2026-03-02', zone: null }, isSecret: true, useDefaultAlarms: true }],
  ] as [string, EventData][])('leaves an event that is %s as it was', (_name, master) => {
    const series: EventSeries = { ...identity, kind: 'event', master, overrides: [] };
    expect(changedSeries(call(format), series, shown(series, format), context)).toEqual(series);
  });

  it('changes only the title', () => {
    const view = { ...shown(single, format), title: 'New' };
    expect(changedSeries(call(format), single, view, context)).toEqual({
      ...single,
      master: { ...rich, title: 'New' },
    });
  });

  it('moves the start in the event’s own zone and keeps its duration', () => {
    const view = shown(single, format);
    view.when = [{ start: '2026-03-02T11:00:00.000Z', end: '2026-03-02T12:00:00.000Z' }];
    const start = { ...rich.start!, local: '2026-03-02T12:00:00' };
    expect(changedSeries(call(format), single, view, context).master).toEqual({ ...rich, start });
  });

  it('keeps guest permissions that a PUT leaves out', () => {
    const { guestsCanInviteOthers: _a, guestsCanModify: _b, guestsCanSeeGuests: _c, ...view } = shown(single, format);
    expect(changedSeries(call(format), single, view, context)).toEqual(single);
  });

  it('changes one instance', () => {
    const view = { ...shown(weekly, format, '20260309T090000Z'), title: 'This one' };
    const { overrides } = changedInstance(call(format), weekly, { stamp: '20260309T090000Z', view }, context);
    expect(overrides).toHaveLength(2);
    expect(overrides[1]!.patch).toMatchObject({ title: 'This one' });
    expect(overrides[1]!.patch.attendees).toBeUndefined();
  });

  it('excludes a cancelled instance', () => {
    const view = { ...shown(weekly, format, '20260323T090000Z'), status: 'canceled' };
    const next = changedInstance(call(format), weekly, { stamp: '20260323T090000Z', view }, context);
    expect(next.overrides).toEqual([]);
    expect(next.recurrence!.exdates).toHaveLength(2);
  });

  it('makes a single event of a series and drops its exceptions', () => {
    const { recurrence: _r, ...view } = shown(weekly, format);
    const next = changedSeries(
      call(format),
      weekly,
      { ...view, when: [{ start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' }] },
      context,
    );
    expect(next.recurrence).toBeUndefined();
    expect(next.overrides).toEqual([]);
  });

  it('refuses guestsCanModify alone', () => {
    const view = { ...shown(single, format), guestsCanModify: true };
    expect(() => changedSeries(call(format), single, view, context)).toThrow(/guestsCanModify/);
  });
});

it('removes a guest and leaves the others whole', () => {
  const view = shown(single, 'atom');
  view.who = view.who.filter((who) => who.email !== 'A@example.org');
  const { attendees } = changedSeries(call('atom'), single, view, context).master;
  expect(attendees).toEqual(rich.attendees!.slice(1));
});

it('drops a hidden visibility when another one is chosen', () => {
  const view = { ...shown(single, 'atom'), visibility: 'public' };
  expect(changedSeries(call('atom'), single, view, context).master).toEqual(
    mergeData({ ...rich, visibility: 'public', visibilityLiteral: undefined }, {}, {}),
  );
});
