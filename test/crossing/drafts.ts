import type { Alarm, Attendee, EventData, SeriesDraft } from '@dayferry/core';
import fc from 'fast-check';

const word = fc.stringMatching(/^[A-Za-z0-9 ,;:\\"'&<>äß€😀\n-]{1,24}$/u).map((text) => text.trim() || 'x');
// ical.js, as the client, unescapes backslashes in parameters (RFC 5545 §3.2 has no such escape).
const label = word.map((text) => text.replaceAll('\\', '/'));
const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Etc/UTC', 'Asia/Kolkata');
const minutes = fc.integer({ min: 5, max: 600 });

const attendee: fc.Arbitrary<Attendee> = fc.record(
  {
    address: fc.constantFrom('bob', 'carol', 'dora', 'emil').map((name) => `mailto:${name}@example.org`),
    name: label,
    role: fc.constantFrom('chair', 'required', 'optional', 'informational'),
    status: fc.constantFrom('accepted', 'declined', 'tentative', 'delegated', 'needs-action'),
    kind: fc.constantFrom('individual', 'room', 'resource', 'group'),
    rsvp: fc.boolean(),
    additionalGuests: fc.integer({ min: 1, max: 5 }),
    comment: label,
    delegatedTo: fc.constant(['mailto:zoe@example.org']),
    language: fc.constant('de'),
    extras: fc.constant({ ical: { 'x-seen': 'yes' } }),
  },
  { requiredKeys: ['address'] },
);

const alarm: fc.Arbitrary<Alarm> = fc.record(
  {
    action: fc.constantFrom('popup', 'email', 'audio', 'sms'),
    trigger: fc.oneof(
      minutes.map((n) => ({ offset: `-PT${n}M` })),
      fc.constant({ offset: 'PT5M', relativeTo: 'end' as const }),
      fc.constant({ at: '2026-03-01T08:00:00Z' }),
    ),
    repeat: fc.integer({ min: 1, max: 3 }),
    description: word,
    acknowledged: fc.constant('2026-02-01T08:00:00Z'),
  },
  { requiredKeys: ['action', 'trigger'] },
);

/** Members of every kind, many of which only one protocol can say. */
const content = fc.record(
  {
    title: word,
    description: fc.oneof(
      word.map((text) => ({ text })),
      word.map((text) => ({ text: `<b>${text}</b>`, type: 'text/html', plain: text })),
    ),
    locations: fc.constantFrom(
      [{ name: 'Room 1' }],
      [
        { key: 'a', name: 'Room 1', coordinates: '52.5,13.4' },
        { key: 'b', name: 'Hall' },
      ],
    ),
    virtualLocations: fc.constant([{ key: 'v', uri: 'https://meet.example/x', features: ['audio', 'video'] }]),
    status: fc.constantFrom('confirmed', 'tentative'),
    transparency: fc.constantFrom('opaque', 'transparent'),
    visibility: fc.constantFrom('public', 'private', 'confidential'),
    attendees: fc.uniqueArray(attendee, { minLength: 1, maxLength: 3, selector: (item) => item.address }),
    alarms: fc.array(alarm, { minLength: 1, maxLength: 4 }),
    useDefaultAlarms: fc.constant(true),
    keywords: fc.constant(['one', 'two, three']),
    color: fc.constantFrom({ css: 'turquoise' }, { id: '5' }),
    priority: fc.integer({ min: 1, max: 9 }),
    links: fc.constantFrom(
      [{ href: 'https://example.org/a.pdf', rel: 'enclosure', title: 'a.pdf', contentType: 'application/pdf' }],
      [{ href: 'https://example.org/', rel: 'alternate', isEventUrl: true }],
    ),
    sharedProperties: fc.constant({ room: '4', 'odd name': 'a;b' }),
    privateProperties: fc.constant({ mine: 'yes' }),
    guestsCanModify: fc.boolean(),
    guestsCanInviteOthers: fc.constant(false),
    relatedTo: fc.constant([{ uid: 'other', relations: ['parent'] }]),
    sequence: fc.integer({ min: 1, max: 9 }),
    shadow: fc.constantFrom(
      {
        icalProperties: [
          ['x-note', { 'x-p': '1' }, 'unknown', 'kept'] as [string, Record<string, string>, string, string],
        ],
      },
      { js: { 'example.com:x': { a: [1, null] } } },
      { v3: { 'x-unknown': 1 } },
      { v2: ["<x:y xmlns:x='urn:x' a='1'/>"] },
    ),
  },
  { requiredKeys: [] },
);

const times: fc.Arbitrary<Pick<EventData, 'start' | 'end' | 'duration'>> = fc.oneof(
  fc.record({
    start: zone.map((name) => ({ local: '2026-03-02T10:00:00', zone: name })),
    duration: fc.constantFrom('PT1H', 'PT90M', 'P1D'),
  }),
  zone.map((name) => ({
    start: { local: '2026-03-02T10:00:00', zone: name },
    end: { local: '2026-03-02T11:30:00', zone: name },
  })),
  fc.constant({ start: { local: '2026-03-02', zone: null }, end: { local: '2026-03-04', zone: null } }),
  fc.constant({ start: { local: '2026-03-02', zone: null } }),
  fc.constant({ start: { local: '2026-03-02T10:00:00', zone: null }, duration: 'PT30M' }),
  fc.constant({
    start: { local: '2026-03-02T10:00:00', zone: 'Europe/Berlin', tzid: 'W. Europe Standard Time' },
    duration: 'PT30M',
  }),
  fc.constant({
    start: { local: '2026-03-02T10:00:00', zone: 'Europe/Berlin' },
    end: { local: '2026-03-02T12:00:00', zone: 'America/New_York' },
  }),
);

const single = fc
  .tuple(times, content)
  .map(([when, rest]): SeriesDraft => ({ kind: 'event', master: { ...rest, ...when } as EventData, overrides: [] }));

const at = (day: string): { local: string; zone: string } => ({
  local: `2026-03-${day}T10:00:00`,
  zone: 'Europe/Berlin',
});
const recurring = fc.tuple(content, content).map(([rest, change]): SeriesDraft => ({
  kind: 'event',
  master: { ...rest, start: at('02'), duration: 'PT1H' } as EventData,
  recurrence: {
    rules: ['COUNT=8;BYDAY=MO;FREQ=WEEKLY'],
    exrules: [],
    rdates: [{ start: at('05') }],
    exdates: [at('16')],
  },
  overrides: [
    {
      recurrenceId: at('09'),
      patch: { ...(change as EventData), start: { local: '2026-03-10T15:00:00', zone: 'Europe/Berlin' } },
      seq: 0,
      updated: 0,
    },
    { recurrenceId: at('23'), patch: { status: 'cancelled' }, seq: 0, updated: 0 },
  ],
}));

export const anyDraft: fc.Arbitrary<SeriesDraft> = fc.oneof(
  { weight: 3, arbitrary: single },
  { weight: 1, arbitrary: recurring },
);
