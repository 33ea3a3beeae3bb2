import { data, entry, none, zone, type Sample } from './sample.js';

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

export const recurring: Sample = {
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
