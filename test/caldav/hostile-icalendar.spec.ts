import { describe, expect, it } from 'vitest';
import { davServer, eventText, propfind, put, report, xml } from './dav-client.js';
import { alarm, inside, multiget, query, range } from './query-bodies.js';

const home = '/dav/calendars/alice@example.org/';
const calendar = `${home}hostile/`;
const path = `${calendar}x.ics`;

const { server, dav } = await davServer();
await dav({ method: 'MKCALENDAR', path: calendar });

const preconditions =
  /<C:(valid-calendar-data|valid-calendar-object-resource|max-resource-size|max-instances|max-attendees-per-instance|supported-calendar-component|min-date-time|max-date-time)\/>/;
const ctag = async (): Promise<string> => (await propfind(dav, calendar, '0', 'CS:getctag')).body;
const year = ['20260101T000000Z', '20270101T000000Z'] as const;

/** The precondition, after which nothing has changed; `stored`; or what went wrong. */
async function outcome(text: string | Buffer): Promise<string> {
  const before = await ctag();
  const response = await put(dav, path, text);
  if (response.statusCode === 201) return 'stored';
  expect(response.body.length).toBeLessThan(2_000);
  expect(await ctag()).toBe(before);
  return preconditions.exec(response.body)?.[1] ?? `${response.statusCode} ${response.body}`;
}

/** Every way to look at it answers; the object goes away again. */
async function look(): Promise<void> {
  const expand = `<C:calendar-data><C:expand start="${year[0]}" end="${year[1]}"/></C:calendar-data>`;
  const limit = `<C:calendar-data><C:limit-recurrence-set start="${year[0]}" end="${year[1]}"/></C:calendar-data>`;
  for (const body of [
    query(inside('VEVENT', range(...year)), expand),
    query(inside('VEVENT', range(...year)), limit),
    multiget([path], expand),
    query(inside('VEVENT', `<C:comp-filter name="VALARM">${range(...year)}</C:comp-filter>`)),
    query(inside('VEVENT', `${range(...year)}<C:prop-filter name="SUMMARY"/>`)),
  ]) {
    const response = await report(dav, calendar, body);
    expect([response.statusCode, response.body.endsWith('</D:multistatus>')]).toEqual([207, true]);
    // RFC 4791 §9.6.5: instances are given whole or not at all.
    expect((response.body.match(/BEGIN:VEVENT/g) ?? []).length).toBeLessThanOrEqual(3_000);
  }
  const busy = await report(dav, calendar, xml('C:free-busy-query', range(...year)));
  if (busy.statusCode !== 200) expect(busy.body).toContain('<D:number-of-matches-within-limits/>');
  expect((await dav({ method: 'GET', path: calendar })).statusCode).toBe(200);
  expect((await dav({ method: 'DELETE', path })).statusCode).toBe(204);
}

const rule = (text: string, ...more: string[]): string =>
  eventText({ uid: 'x', start: 'DTSTART:20260101T090000Z', end: 'DURATION:PT1M', more: [`RRULE:${text}`, ...more] });
const many = (count: number, line: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => line(i));
const zone = (...lines: string[]): string =>
  eventText({ uid: 'x', start: 'DTSTART;TZID=Own/Zone:20260101T090000', end: 'DURATION:PT1H' }).replace(
    'BEGIN:VEVENT',
    ['BEGIN:VTIMEZONE', 'TZID:Own/Zone', ...lines, 'END:VTIMEZONE', 'BEGIN:VEVENT'].join('\r\n'),
  );
const standard = (to: string, start = '19700101T000000', ...more: string[]): string[] => [
  'BEGIN:STANDARD',
  `DTSTART:${start}`,
  'TZOFFSETFROM:+0000',
  `TZOFFSETTO:${to}`,
  ...more,
  'END:STANDARD',
];

describe('stored, and bounded wherever it is shown', () => {
  it.each([
    [
      'rrule-secondly',
      eventText({ uid: 'x', start: 'DTSTART:19700101T000000Z', end: '', more: ['RRULE:FREQ=SECONDLY'] }),
    ],
    ['rrule-count-huge', rule('FREQ=DAILY;COUNT=1000000000')],
    ['rrule-count-huge, more than 31 bits', rule('FREQ=DAILY;COUNT=2147483648')],
    ['rrule-never-matches, daily', rule('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')],
    ['rrule-never-matches, hourly', rule('FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30')],
    ['rrule-never-matches, yearly', rule('FREQ=YEARLY;BYDAY=4TH;BYMONTHDAY=24;BYMONTH=11')],
    ['rrule-setpos-never', rule('FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2')],
    ['rrule-setpos-never, 366', rule('FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=366')],
    ['rrule-interval, huge', rule('FREQ=DAILY;INTERVAL=999999999999')],
    ['rrule-until-mismatch, a date', rule('FREQ=DAILY;UNTIL=20260301')],
    ['rrule-until-mismatch, before the start', rule('FREQ=DAILY;UNTIL=20200101T000000Z')],
    ['rrule-until-mismatch, year 9999', rule('FREQ=DAILY;UNTIL=99991231T235959Z')],
    ['rrule-all-excluded, by a rule', rule('FREQ=DAILY', 'EXRULE:FREQ=DAILY')],
    [
      'rrule-exceptions, outside the rule',
      rule(
        'FREQ=DAILY;COUNT=2',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:x',
        'DTSTAMP:20260101T000000Z',
        'RECURRENCE-ID:20260105T120000Z',
        'DTSTART:20260105T130000Z',
      ),
    ],

    ['vtimezone-unknown, no definition', zone().replace(/BEGIN:VTIMEZONE[\s\S]*END:VTIMEZONE\r\n/, '')],

    [
      'attendees-huge, within the limit',
      eventText({ uid: 'x', more: many(100, (i) => `ATTENDEE:mailto:a${i}@example.org`) }),
    ],
    [
      'ics-alarms, repeated for ever',
      eventText({ uid: 'x', more: alarm('TRIGGER:-PT5M', 'REPEAT:1000000', 'DURATION:PT0S') }),
    ],
    ['ics-alarms, years away', eventText({ uid: 'x', more: alarm('TRIGGER:-P20000D') })],
    [
      'ics-alarms, a program',
      eventText({
        uid: 'x',
        more: alarm('TRIGGER:-PT5M', 'ATTACH:file:///bin/sh').map((line) => line.replace('DISPLAY', 'PROCEDURE')),
      }),
    ],
    [
      'ics-control-chars, bidi and combining marks',
      eventText({ uid: 'x', summary: `\u202e${'a\u0301'.repeat(10_000)}`.slice(0, 12_000) }),
    ],
    [
      'ics-inline-attach, addresses',
      eventText({
        uid: 'x',
        more: ['ATTACH:file:///etc/passwd', 'ATTACH:javascript:alert(1)', 'URL:javascript:alert(1)'],
      }),
    ],
  ])('stored: %s', async (_, text) => {
    expect(await outcome(text)).toBe('stored');
    await look();
  });
});

const override = (i: number): string =>
  [
    'BEGIN:VEVENT',
    'UID:x',
    'DTSTAMP:20260101T000000Z',
    `RECURRENCE-ID:${stamp(i)}`,
    `DTSTART:${stamp(i)}`,
    'END:VEVENT',
  ].join('\r\n');
const stamp = (i: number): string =>
  `${new Date(Date.UTC(2026, 0, 1 + i, 9)).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
const withOverrides = (...overrides: string[]): string =>
  rule('FREQ=DAILY').replace('END:VCALENDAR', [...overrides, 'END:VCALENDAR'].join('\r\n'));

describe('refused by name, without a trace', () => {
  it.each([
    [
      'vtimezone-bomb, a rule by the second',
      'valid-calendar-data',
      zone(...standard('+0100', '19700101T000000', 'RRULE:FREQ=SECONDLY')),
    ],
    [
      'vtimezone-unknown, a path',
      'valid-calendar-data',
      eventText({ uid: 'x', start: 'DTSTART;TZID=../../etc/localtime:20260101T090000', end: '' }),
    ],
    [
      'vtimezone-unknown, 4 kB',
      'valid-calendar-data',
      eventText({ uid: 'x', start: `DTSTART;TZID=${'z'.repeat(4_096)}:20260101T090000`, end: '' }),
    ],
    ['rrule-count-huge, negative', 'valid-calendar-data', rule('FREQ=DAILY;COUNT=-1')],
    ['rrule-count-huge, none', 'valid-calendar-data', rule('FREQ=DAILY;COUNT=0')],
    ['rrule-interval, 0', 'valid-calendar-data', rule('FREQ=DAILY;INTERVAL=0')],
    ['rrule-interval, negative', 'valid-calendar-data', rule('FREQ=DAILY;INTERVAL=-1')],
    ['rrule-interval, twice', 'valid-calendar-data', rule('FREQ=DAILY;INTERVAL=1;INTERVAL=2')],
    ['rrule-until-mismatch, UNTIL and COUNT', 'valid-calendar-data', rule('FREQ=DAILY;UNTIL=20270101T000000Z;COUNT=2')],
    [
      'rrule-all-excluded, 5 000 EXDATEs',
      'max-instances',
      rule('FREQ=DAILY', ...many(5_000, (i) => `EXDATE:${stamp(i)}`)),
    ],
    ['rrule-exceptions, 5 000', 'max-instances', withOverrides(...many(5_000, override))],
    ['rrule-exceptions, the same twice', 'valid-calendar-object-resource', withOverrides(override(1), override(1))],
    ['year-range, 0000', 'min-date-time', eventText({ uid: 'x', start: 'DTSTART:00000101T000000Z', end: '' })],
    ['year-range, 99999', 'max-date-time', eventText({ uid: 'x', start: 'DTSTART:999990101T000000Z', end: '' })],
    [
      'year-range, an end before the start',
      'valid-calendar-data',
      eventText({ uid: 'x', end: 'DTEND:20200101T000000Z' }),
    ],
    ['year-range, a negative length', 'valid-calendar-data', eventText({ uid: 'x', end: 'DURATION:-PT1H' })],
    [
      'vtimezone-unknown, defined twice',
      'valid-calendar-data',
      zone(...standard('+0100'), 'END:VTIMEZONE', 'BEGIN:VTIMEZONE', 'TZID:Own/Zone', ...standard('+0200')),
    ],
    [
      'attendees-huge',
      'max-attendees-per-instance',
      eventText({ uid: 'x', more: many(10_000, (i) => `ATTENDEE:mailto:a${i}@e.org`) }),
    ],
    [
      'attendees-huge, a long name',
      'valid-calendar-data',
      eventText({ uid: 'x', more: [`ATTENDEE;CN=${'n'.repeat(200_000)}:mailto:a@e.org`] }),
    ],
    [
      'ics-line-unfold, a name of 100 kB',
      'valid-calendar-data',
      eventText({ uid: 'x', more: [`${'X'.repeat(100_000)}:1`] }),
    ],
    [
      'ics-line-unfold, 50 000 parameters',
      'valid-calendar-data',
      eventText({ uid: 'x', more: [`X-A${';B=C'.repeat(50_000)}:1`] }),
    ],
    [
      'ics-nesting, 10 000 deep',
      'valid-calendar-data',
      eventText({ uid: 'x', more: [...many(10_000, () => 'BEGIN:VALARM'), ...many(10_000, () => 'END:VALARM')] }),
    ],
    ['ics-nesting, END alone', 'valid-calendar-data', eventText({ uid: 'x', more: ['END:VALARM'] })],
    [
      'ics-nesting, a calendar in an event',
      'valid-calendar-data',
      eventText({
        uid: 'x',
        more: ['BEGIN:VCALENDAR', 'END:VCALENDAR', 'END:VEVENT', 'BEGIN:VCALENDAR', 'END:VCALENDAR', 'BEGIN:VEVENT'],
      }),
    ],
    ['ics-nesting, two calendars', 'valid-calendar-object-resource', eventText({ uid: 'x' }).repeat(2)],
    [
      'ics-nesting, METHOD',
      'valid-calendar-object-resource',
      eventText({ uid: 'x' }).replace('PRODID', 'METHOD:PUBLISH\r\nPRODID'),
    ],
    [
      'ics-alarms, 5 000',
      'valid-calendar-data',
      eventText({ uid: 'x', more: many(5_000, () => alarm('TRIGGER:-PT5M').join('\r\n')) }),
    ],
    ['ics-control-chars, NUL', 'valid-calendar-data', eventText({ uid: 'x', summary: 'a\0b' })],
    ['ics-control-chars, U+FFFE', 'valid-calendar-data', eventText({ uid: 'x', summary: 'a\ufffeb' })],
    ['ics-control-chars, 2 MiB', 'max-resource-size', eventText({ uid: 'x', summary: 'x'.repeat(2_097_152) })],
    [
      'ics-inline-attach',
      'max-resource-size',
      eventText({ uid: 'x', more: [`ATTACH;ENCODING=BASE64;VALUE=BINARY:${'A'.repeat(5_000_000)}`] }),
    ],
  ])('refused: %s: %s', async (_, element, text) => expect(await outcome(text)).toBe(element));

  it('vtimezone-bomb, vtimezone offsets: refused or replaced, and bounded', async () => {
    for (const text of [
      zone(
        ...many(10_000, (i) =>
          standard('+0100', `19${String(70 + (i % 30)).padStart(2, '0')}0101T000000`).join('\r\n'),
        ),
      ),
      zone(...standard('+9999')),
      eventText({ uid: 'x', end: 'DURATION:P1000000W' }),
    ]) {
      const result = await outcome(text);
      expect(['stored', 'valid-calendar-data', 'max-date-time']).toContain(result);
      if (result === 'stored') await look();
    }
  });
});

describe('ics-line-unfold', () => {
  it('takes a value that is folded into 200 000 lines, in linear time', async () => {
    const folded = eventText({ uid: 'x', summary: 'a\n '.repeat(200_000) });
    expect(['stored', 'valid-calendar-data']).toContain(await outcome(folded));
    await dav({ method: 'DELETE', path });
  });

  it.each(['\n', '\r'])('takes lines that end with %j', async (end) => {
    expect(await outcome(eventText({ uid: 'x' }).replaceAll('\r\n', end))).toBe('stored');
    await look();
  });

  it('refuses a text without line ends', async () =>
    expect(await outcome(eventText({ uid: 'x' }).replaceAll('\r\n', ''))).toBe('valid-calendar-data'));
});

it('the server is still there, and has kept nothing of it', async () => {
  expect((await propfind(dav, calendar, '1', 'D:getetag')).body.match(/<D:response>/g)).toHaveLength(1);
  expect(server.logs.some((line) => line.includes('"level":50') || line.includes('CalDAV request failed'))).toBe(false);
});
