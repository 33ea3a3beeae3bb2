import { guests } from './sample-meeting.js';
import { recurring } from './sample-series.js';
import { calendar, data, entry, none, zone, type Sample } from './sample.js';

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

export const samples: Sample[] = [timed, allDay, floating, recurring, guests];
