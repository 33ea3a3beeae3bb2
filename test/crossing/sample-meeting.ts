import { calendar, data, entry, none, zone, type Sample } from './sample.js';

export const guests: Sample = {
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
