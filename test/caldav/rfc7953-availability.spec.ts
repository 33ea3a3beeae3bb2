import type { Response } from 'light-my-request';
import { describe, expect, it } from 'vitest';
import { allprop, content, davServer, eventText, propfind, put, xml } from './dav-client.js';

/** RFC 7953 §7.2: when somebody is there, in a property of the inbox. */
const home = '/dav/calendars/alice@example.org/';
const inbox = `${home}inbox/`;
const asCalendar = { 'content-type': 'text/calendar' };

const { dav } = await davServer();

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n`;

function availability(span: string[], ...available: string[][]): string {
  const components = available.flatMap((more, i) => ['BEGIN:AVAILABLE', `UID:a${i}`, ...more, 'END:AVAILABLE']);
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', 'BEGIN:VAVAILABILITY', 'UID:av'];
  return lines(...head, 'DTSTAMP:20260101T000000Z', ...span, ...components, 'END:VAVAILABILITY', 'END:VCALENDAR');
}

/** Office hours of Berlin. */
const officeHours = [
  'DTSTART;TZID=Europe/Berlin:20260105T090000',
  'DTEND;TZID=Europe/Berlin:20260105T170000',
  'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
];

function set(text: string, name = 'C:calendar-availability', path = inbox): Promise<Response> {
  const value = `<${name}>${text.replaceAll('\r', '&#13;')}</${name}>`;
  const body = xml('D:propertyupdate', `<D:set><D:prop>${value}</D:prop></D:set>`);
  return dav({ method: 'PROPPATCH', path, body });
}

/** FREEBUSY lines of a day, as type and hours of UTC. */
async function busyOn(day: string): Promise<string[]> {
  const question = lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    'METHOD:REQUEST',
    'BEGIN:VFREEBUSY',
    'UID:q',
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${day}T000000Z`,
    `DTEND:${day}T235959Z`,
    'ORGANIZER:mailto:alice@example.org',
    'ATTENDEE:mailto:alice@example.org',
    'END:VFREEBUSY',
    'END:VCALENDAR',
  );
  const answer = await dav({ method: 'POST', path: `${home}outbox/`, body: question, headers: asCalendar });
  const text = content(answer.body, 'C:calendar-data')!.replaceAll(/\r?\n /g, '');
  return [...text.matchAll(/FREEBUSY;FBTYPE=([A-Z-]+):([^\r\n]*)/g)].map(
    ([, type, periods]) => `${type} ${periods!.replaceAll(/\d{8}T(\d{4})\d\dZ/g, '$1')}`,
  );
}

it('is announced, and not shown by allprop', async () => {
  expect(String((await dav({ method: 'OPTIONS', path: inbox })).headers.dav)).toContain('calendar-availability');
  expect((await set(availability([], officeHours))).body).toContain('200 OK');
  const all = await allprop(dav, inbox);
  expect(all.body).not.toContain('AVAILABLE');
});

it('comes back as it was written, to its owner alone', async () => {
  const text = availability([], officeHours);
  await set(text);
  const found = await propfind(dav, inbox, '0', 'C:calendar-availability');
  expect(found.body.replaceAll('&#13;', '\r')).toContain(text);
  const other = await dav({ method: 'PROPFIND', path: inbox, as: 'bob', headers: { depth: '0' } });
  expect(other.statusCode).toBe(404);
});

describe('§4, §7.2.5: busy times asked for through the outbox', () => {
  it('are unavailable outside of what is available', async () => {
    await set(availability([], officeHours));
    expect(await busyOn('20260211')).toEqual(['BUSY-UNAVAILABLE 0000/0800,1600/2359']);
    expect(await busyOn('20260214')).toEqual(['BUSY-UNAVAILABLE 0000/2359']);
  });

  it('have events beside it', async () => {
    await put(
      dav,
      `${home}calendar/one.ics`,
      eventText({ start: 'DTSTART:20260211T100000Z', end: 'DTEND:20260211T110000Z' }),
    );
    expect(await busyOn('20260211')).toEqual(['BUSY 1000/1100', 'BUSY-UNAVAILABLE 0000/0800,1600/2359']);
  });

  it('follow its span and its BUSYTYPE', async () => {
    await set(availability(['DTSTART:20260301T120000Z', 'DTEND:20260302T060000Z', 'BUSYTYPE:BUSY-TENTATIVE']));
    expect(await busyOn('20260228')).toEqual([]);
    expect(await busyOn('20260301')).toEqual(['BUSY-TENTATIVE 1200/2359']);
    expect(await busyOn('20260302')).toEqual(['BUSY-TENTATIVE 0000/0600']);
  });

  it('end with it where it has no start', async () => {
    await set(availability(['DTEND:20260302T060000Z', 'BUSYTYPE:BUSY']));
    expect(await busyOn('20260301')).toEqual(['BUSY 0000/2359']);
    expect(await busyOn('20260302')).toEqual(['BUSY 0000/0600']);
    expect(await busyOn('20260303')).toEqual([]);
  });

  it('know exceptions of what is available', async () => {
    const exception = [
      'RECURRENCE-ID;TZID=Europe/Berlin:20260318T090000',
      'DTSTART;TZID=Europe/Berlin:20260318T120000',
      'DTEND;TZID=Europe/Berlin:20260318T130000',
    ];
    const text = availability([], officeHours, exception).replace('UID:a1', 'UID:a0');
    await set(text);
    expect(await busyOn('20260318')).toEqual(['BUSY-UNAVAILABLE 0000/1100,1200/2359']);
  });

  it('take the name that Apple gave the property', async () => {
    await set(availability([], officeHours), 'CS:calendar-availability');
    const removal = xml('D:propertyupdate', '<D:remove><D:prop><C:calendar-availability/></D:prop></D:remove>');
    await dav({ method: 'PROPPATCH', path: inbox, body: removal });
    expect(await busyOn('20260217')).toEqual(['BUSY-UNAVAILABLE 0000/0800,1600/2359']);
  });
});

it.each([
  ['no calendar', 'hello'],
  ['an event', eventText()],
  [
    'two of them',
    availability([]).replace('END:VCALENDAR', 'BEGIN:VAVAILABILITY\r\nUID:b\r\nEND:VAVAILABILITY\r\nEND:VCALENDAR'),
  ],
  ['an AVAILABLE without a start', availability([], ['DURATION:PT1H'])],
  ['a rule that is none', availability([], ['DTSTART:20260105T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=SOMETIMES'])],
  ['too many', availability([], ...Array.from({ length: 51 }, () => ['DTSTART:20260105T090000Z', 'DURATION:PT1H']))],
])('§7.2.4: refuses %s', async (_, text) => {
  const refused = await set(text);
  expect(refused.statusCode).toBe(207);
  expect(refused.body).toContain('<C:valid-calendar-data/>');
  expect(refused.body).toContain(' 403 ');
});

it('is bounded: rules that never end or never match answer all the same', async () => {
  const secondly = ['DTSTART:19700101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'];
  await set(availability([], ...Array.from({ length: 50 }, () => secondly)));
  expect(await busyOn('20260211')).toContain('BUSY-UNAVAILABLE 0000/2359');
});
