import { expect } from 'vitest';
import { eventText, put, type Dav } from './dav-client.js';
import { alarm, object } from './query-bodies.js';

const task = (uid: string, ...lines: string[]): string => object('VTODO', uid, ...lines);
const journal = (uid: string, ...lines: string[]): string => object('VJOURNAL', uid, ...lines);

/** Objects of each component and of each kind of time, by name. */
export const objects: Record<string, string> = {
  single: eventText({
    uid: 'single',
    summary: 'Äpfel & Birnen',
    more: [
      'CATEGORIES:Work,Fruit',
      'ATTENDEE;PARTSTAT=ACCEPTED;CN=Bob:mailto:bob@example.org',
      'ATTENDEE:mailto:carol@example.org',
    ],
  }),
  allday: eventText({ uid: 'allday', start: 'DTSTART;VALUE=DATE:20260310', end: '', summary: 'Holiday' }),
  floating: eventText({ uid: 'floating', start: 'DTSTART:20260320T233000', end: 'DTEND:20260320T234500' }),
  weekly: eventText({
    uid: 'weekly',
    start: 'DTSTART;TZID=Europe/Berlin:20260105T090000',
    end: 'DTEND;TZID=Europe/Berlin:20260105T100000',
    summary: 'Weekly',
    more: [
      'RRULE:FREQ=WEEKLY',
      'EXDATE;TZID=Europe/Berlin:20260119T090000',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:weekly',
      'DTSTAMP:20260101T000000Z',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260126T090000',
      'DTSTART;TZID=Europe/Berlin:20260127T140000',
      'DTEND;TZID=Europe/Berlin:20260127T150000',
      'SUMMARY:Moved',
    ],
  }),
  daily: eventText({
    uid: 'daily',
    start: 'DTSTART;VALUE=DATE:20270101',
    end: '',
    summary: 'Daily',
    more: ['RRULE:FREQ=DAILY;COUNT=5'],
  }),
  alarmed: eventText({
    uid: 'alarmed',
    start: 'DTSTART:20260601T120000Z',
    end: 'DTEND:20260601T130000Z',
    more: alarm('TRIGGER:-P2D', 'REPEAT:2', 'DURATION:PT1H'),
  }),
  instant: eventText({ uid: 'instant', start: 'DTSTART:20260701T120000Z', end: '' }),
  due: task('due', 'SUMMARY:Due', 'DUE:20260401T120000Z', 'STATUS:NEEDS-ACTION'),
  both: task(
    'both',
    'SUMMARY:Both',
    'DTSTART:20260405T120000Z',
    'DUE:20260406T120000Z',
    'STATUS:COMPLETED',
    'COMPLETED:20260405T130000Z',
  ),
  never: task('never', 'SUMMARY:No dates'),
  note: journal('note', 'SUMMARY:Note', 'DTSTART;VALUE=DATE:20260501'),
  undated: journal('undated', 'SUMMARY:Undated'),
};

/** A calendar with all of them in it, by their names. */
export async function putObjects(dav: Dav, calendar: string): Promise<void> {
  await dav({ method: 'MKCALENDAR', path: calendar });
  for (const [name, text] of Object.entries(objects))
    expect([name, (await put(dav, `${calendar}${name}.ics`, text)).statusCode]).toEqual([name, 201]);
}
