import type { View } from './driver.js';

/** One kind of event, as each protocol's client writes it; a protocol that cannot say it has no body. */
export interface Sample {
  name: string;
  bodies: Partial<Record<'atom' | 'jsonc' | 'v3' | 'caldav' | 'jscalendar' | 'jscalendar2', string>>;
  view: View;
}

const entry = (content: string): string =>
  `<?xml version='1.0' encoding='UTF-8'?><entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005'><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/g/2005#event'/>${content}</entry>`;
const calendar = (...lines: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//Client//EN',
    'BEGIN:VEVENT',
    'UID:{uid}',
    'DTSTAMP:20260101T000000Z',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const data = (value: object): string => JSON.stringify({ data: value });
const zone = 'Europe/Berlin';
const none = { guests: [], reminders: [], isRecurring: false };

const timed: Sample = {
  name: 'a single timed event',
  bodies: {
    atom: entry(
      `<title type='text'>Tea &amp; cake</title><content type='text'>With milk</content><gd:where valueString='Kitchen'/><gd:when startTime='2026-03-02T10:00:00.000+01:00' endTime='2026-03-02T11:00:00.000+01:00'><gd:reminder method='none'/></gd:when>`,
    ),
    jsonc: data({
      title: 'Tea & cake',
      details: 'With milk',
      location: 'Kitchen',
      when: [{ start: '2026-03-02T10:00:00.000+01:00', end: '2026-03-02T11:00:00.000+01:00' }],
    }),
    v3: JSON.stringify({
      summary: 'Tea & cake',
      description: 'With milk',
      location: 'Kitchen',
      start: { dateTime: '2026-03-02T10:00:00+01:00', timeZone: zone },
      end: { dateTime: '2026-03-02T11:00:00+01:00', timeZone: zone },
      reminders: { useDefault: false },
    }),
    caldav: calendar(
      'DTSTART:20260302T090000Z',
      'DTEND:20260302T100000Z',
      'SUMMARY:Tea & cake',
      'DESCRIPTION:With milk',
      'LOCATION:Kitchen',
      'X-CLIENT-NOTE;X-P=1:kept',
    ),
    jscalendar: JSON.stringify({
      '@type': 'Event',
      title: 'Tea & cake',
      description: 'With milk',
      start: '2026-03-02T10:00:00',
      timeZone: zone,
      duration: 'PT1H',
      locations: { 1: { '@type': 'Location', name: 'Kitchen' } },
      'example.com:note': { kept: true },
    }),
    jscalendar2: JSON.stringify({
      '@type': 'Event',
      title: 'Tea & cake',
      description: 'With milk',
      start: '2026-03-02T10:00:00',
      timeZone: zone,
      duration: 'PT1H',
      mainLocationId: 'b',
      locations: { a: { name: 'Car park' }, b: { name: 'Kitchen' } },
      'example.com:note': { kept: true },
    }),
  },
  view: {
    ...none,
    title: 'Tea & cake',
    description: 'With milk',
    location: 'Kitchen',
    start: '2026-03-02T09:00:00Z',
    end: '2026-03-02T10:00:00Z',
  },
};

const allDay: Sample = {
  name: 'an all-day event',
  bodies: {
    atom: entry(
      `<title type='text'>Holiday</title><gd:when startTime='2026-05-01' endTime='2026-05-03'><gd:reminder method='none'/></gd:when>`,
    ),
    jsonc: data({ title: 'Holiday', when: [{ start: '2026-05-01', end: '2026-05-03' }] }),
    v3: JSON.stringify({
      summary: 'Holiday',
      start: { date: '2026-05-01' },
      end: { date: '2026-05-03' },
      reminders: { useDefault: false },
    }),
    caldav: calendar('DTSTART;VALUE=DATE:20260501', 'DTEND;VALUE=DATE:20260503', 'SUMMARY:Holiday'),
    jscalendar: JSON.stringify({
      '@type': 'Event',
      title: 'Holiday',
      start: '2026-05-01T00:00:00',
      duration: 'P2D',
      showWithoutTime: true,
    }),
  },
  view: { ...none, title: 'Holiday', start: '2026-05-01', end: '2026-05-03' },
};

const floating: Sample = {
  name: 'a floating event',
  bodies: {
    caldav: calendar('DTSTART:20260302T100000', 'DURATION:PT1H', 'SUMMARY:Anywhere'),
    jscalendar: JSON.stringify({ '@type': 'Event', title: 'Anywhere', start: '2026-03-02T10:00:00', duration: 'PT1H' }),
  },
  // The calendar is in Berlin.
  view: { ...none, title: 'Anywhere', start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' },
};

const vtimezone = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19810329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];
const series = ['RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5', 'EXDATE;TZID=Europe/Berlin:20260316T100000'];

const recurring: Sample = {
  name: 'a zoned series with an exclusion',
  bodies: {
    atom: entry(
      `<title type='text'>Weekly</title><gd:recurrence>${['DTSTART;TZID=Europe/Berlin:20260302T100000', 'DTEND;TZID=Europe/Berlin:20260302T103000', ...series, ...vtimezone].join('\n')}</gd:recurrence><gd:reminder method='none'/>`,
    ),
    jsonc: data({
      title: 'Weekly',
      recurrence: [
        'DTSTART;TZID=Europe/Berlin:20260302T100000',
        'DTEND;TZID=Europe/Berlin:20260302T103000',
        ...series,
      ].join('\r\n'),
    }),
    v3: JSON.stringify({
      summary: 'Weekly',
      start: { dateTime: '2026-03-02T10:00:00', timeZone: zone },
      end: { dateTime: '2026-03-02T10:30:00', timeZone: zone },
      recurrence: series,
      reminders: { useDefault: false },
    }),
    caldav: [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Test//Client//EN',
      ...vtimezone,
      'BEGIN:VEVENT',
      'UID:{uid}',
      'DTSTAMP:20260101T000000Z',
      'DTSTART;TZID=Europe/Berlin:20260302T100000',
      'DTEND;TZID=Europe/Berlin:20260302T103000',
      'SUMMARY:Weekly',
      ...series,
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:{uid}',
      'DTSTAMP:20260101T000000Z',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260323T100000',
      'DTSTART;TZID=Europe/Berlin:20260323T140000',
      'DTEND;TZID=Europe/Berlin:20260323T143000',
      'SUMMARY:Weekly later',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
    jscalendar: JSON.stringify({
      '@type': 'Event',
      title: 'Weekly',
      start: '2026-03-02T10:00:00',
      timeZone: zone,
      duration: 'PT30M',
      recurrenceRules: [
        { '@type': 'RecurrenceRule', frequency: 'weekly', byDay: [{ '@type': 'NDay', day: 'mo' }], count: 5 },
      ],
      recurrenceOverrides: {
        '2026-03-16T10:00:00': { excluded: true },
        '2026-03-23T10:00:00': { start: '2026-03-23T14:00:00', title: 'Weekly later' },
      },
    }),
    jscalendar2: JSON.stringify({
      '@type': 'Event',
      title: 'Weekly',
      start: '2026-03-02T10:00:00',
      timeZone: zone,
      duration: 'PT30M',
      recurrenceRule: { frequency: 'weekly', byDay: [{ day: 'mo' }], count: 5 },
      recurrenceOverrides: {
        '2026-03-16T10:00:00': { excluded: true },
        '2026-03-23T10:00:00': { start: '2026-03-23T14:00:00', title: 'Weekly later' },
      },
    }),
  },
  view: { ...none, title: 'Weekly', start: '2026-03-02T09:00:00Z', end: '2026-03-02T09:30:00Z', isRecurring: true },
};

const guests: Sample = {
  name: 'an event with guests, reminders and extended properties',
  bodies: {
    atom: entry(
      `<title type='text'>Review</title><gd:extendedProperty name='room' value='4' realm='http://schemas.google.com/g/2005#shared'/><gd:who rel='http://schemas.google.com/g/2005#event.attendee' email='bob@example.org' valueString='Bob'/><gd:who rel='http://schemas.google.com/g/2005#event.attendee' email='x@other.example'/><gd:when startTime='2026-04-01T08:00:00.000Z' endTime='2026-04-01T09:30:00.000Z'><gd:reminder method='alert' minutes='10'/><gd:reminder method='email' minutes='60'/></gd:when>`,
    ),
    jsonc: data({
      title: 'Review',
      attendees: [
        { rel: 'attendee', email: 'bob@example.org', displayName: 'Bob' },
        { rel: 'attendee', email: 'x@other.example' },
      ],
      when: [
        {
          start: '2026-04-01T08:00:00.000Z',
          end: '2026-04-01T09:30:00.000Z',
          reminders: [
            { method: 'alert', minutes: 10 },
            { method: 'email', minutes: 60 },
          ],
        },
      ],
    }),
    v3: JSON.stringify({
      summary: 'Review',
      start: { dateTime: '2026-04-01T08:00:00Z' },
      end: { dateTime: '2026-04-01T09:30:00Z' },
      attendees: [
        { email: 'bob@example.org', displayName: 'Bob' },
        { email: 'x@other.example', optional: true },
      ],
      reminders: {
        useDefault: false,
        overrides: [
          { method: 'popup', minutes: 10 },
          { method: 'email', minutes: 60 },
        ],
      },
      extendedProperties: { shared: { room: '4' }, private: { mine: 'yes' } },
      'x-unknown': 1,
    }),
    caldav: calendar(
      'DTSTART:20260401T080000Z',
      'DTEND:20260401T093000Z',
      'SUMMARY:Review',
      'ORGANIZER:mailto:alice@example.org',
      'ATTENDEE;CN=Bob;ROLE=CHAIR;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:x@other.example":mailto:bob@example.org',
      'ATTENDEE;RSVP=TRUE:mailto:x@other.example',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT10M',
      'DESCRIPTION:Soon',
      'END:VALARM',
      'BEGIN:VALARM',
      'ACTION:AUDIO',
      'TRIGGER:-PT1H',
      'REPEAT:2',
      'DURATION:PT5M',
      'END:VALARM',
    ),
    jscalendar: JSON.stringify({
      '@type': 'Event',
      title: 'Review',
      start: '2026-04-01T10:00:00',
      timeZone: zone,
      duration: 'PT1H30M',
      replyTo: { imip: 'mailto:alice@example.org' },
      participants: {
        b: {
          '@type': 'Participant',
          name: 'Bob',
          email: 'bob@example.org',
          sendTo: { imip: 'mailto:bob@example.org' },
          roles: { attendee: true },
        },
        x: {
          '@type': 'Participant',
          email: 'x@other.example',
          sendTo: { imip: 'mailto:x@other.example' },
          roles: { attendee: true },
          participationComment: 'maybe',
        },
      },
      alerts: {
        one: { '@type': 'Alert', trigger: { '@type': 'OffsetTrigger', offset: '-PT10M' } },
        two: { '@type': 'Alert', action: 'email', trigger: { '@type': 'OffsetTrigger', offset: '-PT60M' } },
      },
    }),
    jscalendar2: JSON.stringify({
      '@type': 'Event',
      title: 'Review',
      start: '2026-04-01T10:00:00',
      timeZone: zone,
      duration: 'PT1H30M',
      organizerCalendarAddress: 'mailto:alice@example.org',
      participants: {
        b: { name: 'Bob', calendarAddress: 'mailto:bob@example.org', roles: { required: true } },
        x: { calendarAddress: 'mailto:x@other.example', delegatedTo: { 'mailto:zoe@other.example': true } },
      },
      alerts: {
        a: { trigger: { offset: '-PT10M' } },
        b: { trigger: { offset: '-PT1H' }, action: 'email' },
      },
    }),
  },
  view: {
    ...none,
    title: 'Review',
    start: '2026-04-01T08:00:00Z',
    end: '2026-04-01T09:30:00Z',
    guests: ['bob@example.org', 'x@other.example'],
    reminders: [10, 60],
  },
};

export const samples: Sample[] = [timed, allDay, floating, recurring, guests];
