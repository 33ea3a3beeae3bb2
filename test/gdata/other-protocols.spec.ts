import type { OpenCalendar } from '@dayferry/core';
import { openAs } from '../harness/index.js';
import { parseObject } from '@dayferry/icalendar';
import { beforeAll, describe, expect, it } from 'vitest';
import { find, gdataServer } from './gdata-client.js';

const ics = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//X//Y//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string[] => [
  'BEGIN:VEVENT',
  'DTSTAMP:20260101T000000Z',
  'SUMMARY:From a phone',
  ...lines,
  'END:VEVENT',
];
const customZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Office',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0137',
  'TZOFFSETTO:+0137',
  'END:STANDARD',
  'END:VTIMEZONE',
];

const objects: [string, string][] = [
  ['a single event', ics(...event('UID:1', 'DTSTART:20260302T090000Z', 'DURATION:PT45M', 'X-FOO:bar', 'PRIORITY:3'))],
  ['a floating event', ics(...event('UID:2', 'DTSTART:20260302T090000', 'DTEND:20260302T100000'))],
  [
    'a task reminder and a guest',
    ics(
      ...event(
        'UID:3',
        'DTSTART;VALUE=DATE:20260302',
        'ORGANIZER:mailto:alice@example.org',
        'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:c@x.org";CN=Bob:mailto:bob@example.org',
        'BEGIN:VALARM',
        'ACTION:AUDIO',
        'TRIGGER;RELATED=END:PT5M',
        'END:VALARM',
      ),
    ),
  ],
  [
    'a series with an exception',
    ics(
      ...event(
        'UID:4',
        'DTSTART;TZID=Europe/Berlin:20260302T090000',
        'DTEND;TZID=Europe/Berlin:20260302T100000',
        'RRULE:FREQ=WEEKLY;COUNT=10',
        'EXDATE;TZID=Europe/Berlin:20260309T090000',
        'RDATE;TZID=Europe/Berlin:20260401T090000',
      ),
      ...event(
        'UID:4',
        'RECURRENCE-ID;TZID=Europe/Berlin:20260316T090000',
        'DTSTART;TZID=Europe/Berlin:20260316T110000',
        'DTEND;TZID=Europe/Berlin:20260316T120000',
      ),
    ),
  ],
  [
    'a series in a zone of its own',
    ics(
      ...customZone,
      ...event('UID:5', 'DTSTART;TZID=Office:20260302T090000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=3'),
    ),
  ],
  [
    'a floating series',
    ics(
      ...event(
        'UID:6',
        'DTSTART:20260302T090000',
        'DTEND:20260302T100000',
        'RRULE:FREQ=DAILY;COUNT=3',
        'EXDATE:20260303T090000',
      ),
    ),
  ],
];

describe('events of other protocols', () => {
  const gdata = gdataServer();
  const { send } = gdata;
  let open: OpenCalendar;
  beforeAll(async () => {
    open = await openAs(gdata.server.core, 'alice@example.org');
  });

  const put = async (text: string) => {
    const draft = parseObject(text, { limits: gdata.server.core.limits, calendarZone: open.calendar.timeZone });
    const { stored } = await gdata.server.core.events.write(open, null, () => draft, {
      origin: 'ical',
      ical: text,
      isImport: true,
    });
    return stored;
  };

  it.each(objects)('%s: written back unchanged in Atom and JSON-C it stays byte for byte', async (_name, text) => {
    const { id, key } = (await put(text)).head;
    for (const path of [`default/private/full/${id}`, `default/private/full/${id}?alt=jsonc`]) {
      const shown = await send('GET', path);
      expect(shown.statusCode, shown.body).toBe(200);
      const headers: Record<string, string> = path.endsWith('jsonc') ? { 'content-type': 'application/json' } : {};
      const written = await send('PUT', path, { body: shown.body, headers });
      expect(written.statusCode, written.body).toBe(200);
      expect(written.headers.etag).toBe(shown.headers.etag);
    }
    expect((await gdata.server.core.events.find(open, { key })).ical).toBe(text);
  });

  it('keep what v2 cannot say when it changes the title', async () => {
    const { id, key } = (await put(objects[2]![1].replace('UID:3', 'UID:7'))).head;
    const { body } = await send('GET', `default/private/full/${id}`);
    await send('PUT', `default/private/full/${id}`, { body: body.replace('From a phone', 'Renamed') });
    const { ical } = await gdata.server.core.events.find(open, { key });
    for (const part of ['SUMMARY:Renamed', 'PARTSTAT=DELEGATED', 'ACTION:AUDIO', 'RELATED=END'])
      expect(ical).toContain(part);
    expect(find(body, /attendeeStatus value='([^']*)'/)).toMatch(/declined$/);
  });
});
