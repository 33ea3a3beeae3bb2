import {
  type Alarm,
  type Attendee,
  defaultLimits,
  type EventData,
  type SeriesDraft,
  type TimePoint,
} from '@dayferry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text } from '../spec/random-text.js';
import { parseObject } from './parse/object.js';
import {
  parseRecurrenceLines,
  parseRecurrenceText,
  renderRecurrenceLines,
  renderRecurrenceText,
} from './recurrence-text.js';
import { renderSeries } from './render/series.js';

const options = { limits: defaultLimits };

const word = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,12}$/)
  .filter((value) => value !== 'constructor' && value !== 'prototype');
const uri = word.map((name) => `https://example.org/${name}?a=1;b=2,3`);
const address = word.map((name) => `mailto:${name}@example.org`);
const json = fc.dictionary(word, fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 2 })), {
  minKeys: 1,
  maxKeys: 3,
});
const maybe = <T>(members: { [Name in keyof T]: fc.Arbitrary<T[Name]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
const local = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19));
const zone = fc.constantFrom<Omit<TimePoint, 'local'>>(
  { zone: 'Europe/Berlin' },
  { zone: 'America/New_York' },
  { zone: null },
  { zone: 'Etc/UTC' },
  { zone: 'Europe/Berlin', tzid: 'W. Europe Standard Time' },
  { zone: 'Etc/UTC', tzid: 'UTC' },
  { zone: null, tzid: 'Nowhere' },
);
const utcText = local.map((value) => `${value}Z`);
const duration = fc.constantFrom('PT0S', 'PT1H', 'PT60M', 'P1D', 'PT24H', 'P1W', 'P1DT30M');

const attendee: fc.Arbitrary<Attendee> = fc
  .tuple(
    address,
    maybe<Attendee>({
      key: word,
      name: text,
      email: text,
      role: fc.constantFrom('chair', 'required', 'optional', 'informational'),
      status: fc.constantFrom('needs-action', 'accepted', 'x-maybe'),
      kind: fc.constantFrom('individual', 'room'),
      rsvp: fc.boolean(),
      additionalGuests: fc.nat(99),
      comment: text,
      delegatedTo: fc.array(address, { minLength: 1, maxLength: 3 }),
      sentBy: address,
      language: word,
      participantType: word,
      scheduleSequence: fc.nat(9),
      isContact: fc.boolean(),
      extras: fc.oneof(
        json.map((js) => ({ js })),
        text.map((value) => ({ ical: { 'x-other': value } })),
      ),
    }),
  )
  .map(([value, members]) => ({ address: value, ...members }));

const alarm: fc.Arbitrary<Alarm> = fc
  .record({
    action: fc.constantFrom('popup', 'email', 'sms', 'audio', 'none', 'X-BLINK'),
    trigger: fc.oneof(
      fc.constantFrom<Alarm['trigger']>(
        { offset: '-PT10M' },
        { offset: '-P1DT60M', relativeTo: 'start' },
        { offset: 'PT0S', relativeTo: 'end' },
      ),
      utcText.map((at) => ({ at })),
    ),
  })
  .chain((plain) =>
    maybe<Omit<Alarm, 'action' | 'trigger'>>({
      key: word,
      repeat: fc.nat(9),
      interval: duration,
      description: text,
      summary: text,
      acknowledged: utcText,
      to: fc.array(
        attendee.map(({ address: to, name }) => (name === undefined ? { address: to! } : { address: to!, name })),
        { minLength: 1, maxLength: 2 },
      ),
    }).map((more) => ({ ...plain, ...more })),
  );

const link = fc.oneof(
  fc.record({
    href: uri,
    rel: fc.constant('enclosure'),
    title: text,
    contentType: fc.constant('image/png'),
    size: fc.nat(),
    fileId: word,
  }),
  fc.record({
    href: fc.constant('data:image/png;base64,AAAA'),
    rel: fc.constant('icon'),
    contentType: fc.constant('image/png'),
    display: fc.constantFrom('badge', 'graphic'),
  }),
  fc.record({ href: uri, rel: fc.constant('describedby'), title: text, key: word }),
);

const content = maybe<EventData>({
  title: text,
  description: fc.oneof(
    text.map((value) => ({ text: value })),
    text.map((value) => ({ text: `<b>${value}</b>`, type: 'text/html' })),
    fc.tuple(text, text).map(([value, plain]) => ({ text: value, type: 'text/html', plain })),
  ),
  locations: fc
    .tuple(
      text,
      maybe({ coordinates: fc.constantFrom('1.5,-2', '37.0,122.10'), description: text, key: word, altrep: uri }),
      fc.array(fc.record({ key: word, rel: fc.constant('parking'), label: text }), { maxLength: 2 }),
    )
    .map(([name, more, others]) => [{ name, ...more }, ...others]),
  virtualLocations: fc.array(
    fc.record({
      uri,
      name: text,
      features: fc.constantFrom(['audio', 'video'], ['phone']),
      entryPoint: fc.constant({ pin: '1,2;3' }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  conference: json,
  gadget: json,
  eventType: fc.constantFrom('focusTime', 'outOfOffice'),
  eventTypeProperties: json,
  localizations: json,
  status: fc.constantFrom('confirmed', 'tentative'),
  transparency: fc.constantFrom('opaque', 'transparent'),
  visibility: fc.constantFrom('public', 'private', 'confidential'),
  organizer: attendee.map(({ address: value, name, language }) => ({
    address: value!,
    ...(name === undefined ? {} : { name }),
    ...(language === undefined ? {} : { language }),
  })),
  attendees: fc.array(attendee, { minLength: 1, maxLength: 3 }),
  alarms: fc.array(alarm, { minLength: 1, maxLength: 3 }),
  links: fc.array(link, { minLength: 1, maxLength: 3 }),
  guestsCanModify: fc.boolean(),
  guestsCanInviteOthers: fc.boolean(),
  guestsCanSeeOtherGuests: fc.boolean(),
  anyoneCanAddSelf: fc.boolean(),
  isLocked: fc.boolean(),
  useDefaultAlarms: fc.boolean(),
  showWithoutTime: fc.boolean(),
  keywords: fc.array(text, { minLength: 1, maxLength: 3 }),
  concepts: fc.array(uri, { minLength: 1, maxLength: 2 }),
  priority: fc.nat(9),
  sequence: fc.nat(99),
  color: fc.constantFrom({ css: 'turquoise' }, { id: '7' }, { id: '7', css: 'red' }),
  relatedTo: fc.array(fc.record({ uid: word, relations: fc.constantFrom([], ['parent'], ['next', 'first']) }), {
    minLength: 1,
    maxLength: 2,
  }),
  sharedProperties: fc.dictionary(fc.oneof(word, text), text, { minKeys: 1, maxKeys: 3 }),
  privateProperties: fc.dictionary(word, text, { minKeys: 1, maxKeys: 3 }),
  created: local.map((value) => Date.parse(`${value}Z`)),
  lastModified: utcText,
  shadow: maybe({
    js: fc.dictionary(word, fc.oneof(text, fc.integer(), json), { minKeys: 1, maxKeys: 2 }),
    icalProperties: fc.constant([['x-foo', { 'x-bar': 'a,b' }, 'unknown', 'c;d,e']] as [
      string,
      Record<string, string>,
      string,
      string,
    ][]),
  }).filter((shadow) => Object.keys(shadow).length > 0),
});

const data: fc.Arbitrary<EventData> = fc
  .tuple(content, local, zone, fc.boolean(), fc.option(duration))
  .map(([members, start, where, isAllDay, length]) => ({
    dtstamp: '2026-01-01T00:00:00Z',
    ...members,
    start: isAllDay ? { local: start.slice(0, 10), zone: null } : { local: start, ...where },
    ...(length === null || (isAllDay && !/^P\d+[DW]$/.test(length)) ? {} : { duration: length }),
  }));

const series: fc.Arbitrary<SeriesDraft> = fc.record({
  kind: fc.constant('event' as const),
  uid: text.filter((value) => value.trim() !== ''),
  master: data,
  overrides: fc.constant([]),
});

const recurring: fc.Arbitrary<SeriesDraft> = fc
  .tuple(series, fc.array(fc.tuple(fc.nat(20), content, fc.option(duration)), { maxLength: 3 }), fc.boolean())
  .map(([draft, changes, isEnd]) => {
    const { master } = draft;
    const start = master.start!;
    const at = (days: number): TimePoint => ({
      ...start,
      local: `${new Date(Date.parse(`${start.local.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)}${start.local.slice(10)}`,
    });
    const days = [...new Map(changes.map((change) => [change[0], change])).values()];
    const { duration: _duration, ...rest } = master;
    return {
      ...draft,
      master: isEnd ? { ...rest, end: at(1) } : master,
      recurrence: {
        rules: ['FREQ=DAILY;BYDAY=MO,tu'],
        exrules: [],
        rdates: [{ start: at(30) }, { start: at(31), duration: 'P1D' }],
        exdates: [at(40), at(41)],
      },
      overrides: days.map(([day, change, length]) => ({
        recurrenceId: at(day + 1),
        patch: {
          ...change,
          ...(length && !isEnd && length !== master.duration && start.local.length > 10 ? { duration: length } : {}),
        },
        seq: 0,
        updated: 0,
      })),
    };
  });

/** What an override shares with its master is not in the patch that comes back, and what it takes away is null there. */
function seen(draft: SeriesDraft): SeriesDraft {
  return parseObject(renderSeries(draft), options);
}

describe('draft → text → draft', () => {
  it('is the same for a single event', () => {
    fc.assert(
      fc.property(series, (draft) => void expect(seen(draft)).toEqual(draft)),
      { numRuns: 300 },
    );
  });

  it('is the same for a series and its master, and stays what it became', () => {
    fc.assert(
      fc.property(recurring, (draft) => {
        const once = seen(draft);
        expect({ ...once, overrides: [] }).toEqual({ ...draft, overrides: [] });
        expect(once.overrides.map(({ recurrenceId }) => recurrenceId)).toEqual(
          draft.overrides.map(({ recurrenceId }) => recurrenceId),
        );
        for (const [i, { patch }] of once.overrides.entries())
          expect({ ...draft.master, ...draft.overrides[i]!.patch }).toMatchObject(withoutNulls(patch));
        expect(seen(once)).toEqual(once);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same through the texts of v2 and v3', () => {
    fc.assert(
      fc.property(recurring, (draft) => {
        const { start, end, duration: length } = draft.master;
        const times = { ...(start ? { start } : {}), ...(end ? { end } : {}), ...(length ? { duration: length } : {}) };
        expect(parseRecurrenceText(renderRecurrenceText(draft))).toEqual({ times, recurrence: draft.recurrence });
        expect(parseRecurrenceLines(renderRecurrenceLines(draft.recurrence!))).toEqual(draft.recurrence);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps lines at 75 octets, and characters whole', () => {
    fc.assert(
      fc.property(series, (draft) => {
        for (const line of renderSeries(draft).split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function withoutNulls(patch: object): object {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null));
}
