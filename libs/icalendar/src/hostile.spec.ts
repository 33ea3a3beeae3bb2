import { DayferryError, defaultLimits, type SeriesDraft } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { parseFile } from './parse/file.js';
import { parseObject } from './parse/object.js';
import { renderSeries } from './render/series.js';

const options = { limits: defaultLimits, calendarZone: 'Europe/Berlin' };
const wrap = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string =>
  wrap(
    'BEGIN:VEVENT',
    'UID:1',
    ...(lines.some((line) => line.startsWith('DTSTART')) ? [] : ['DTSTART:20260105T090000Z']),
    ...lines,
    'END:VEVENT',
  );
const times = (count: number, line: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => line(i));
const day = (i: number): string => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10).replaceAll('-', '');

/** The code it is refused with, or the draft; a refusal is never anything but InvalidInput. */
function outcome(text: string | Uint8Array): string | SeriesDraft {
  try {
    return parseObject(text, options);
  } catch (error) {
    if (!(error instanceof DayferryError) || error.kind !== 'invalid-input') throw error;
    return error.detail.code ?? 'no code';
  }
}

const zone = (...observance: string[]): string[] => ['BEGIN:VTIMEZONE', 'TZID:Mine', ...observance, 'END:VTIMEZONE'];
const standard = (offset: string, ...more: string[]): string[] => [
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0100',
  `TZOFFSETTO:${offset}`,
  ...more,
  'END:STANDARD',
];
const zonedEvent = (definition: string[], tzid = 'Mine'): string =>
  wrap(...definition, 'BEGIN:VEVENT', 'UID:1', `DTSTART;TZID=${tzid}:20260105T090000`, 'END:VEVENT');
const override = (id: string, ...more: string[]): string[] => [
  'BEGIN:VEVENT',
  'UID:1',
  `RECURRENCE-ID:${id}T090000Z`,
  `DTSTART:${id}T100000Z`,
  ...more,
  'END:VEVENT',
];
const master = ['BEGIN:VEVENT', 'UID:1', 'DTSTART:20260101T090000Z', 'RRULE:FREQ=DAILY', 'END:VEVENT'];

const data = 'valid-calendar-data';
const resource = 'valid-calendar-object-resource';

describe.each<[id: string, cases: [what: string, text: string | Uint8Array, code: string][]]>([
  [
    'rrule-count-huge',
    [
      ['COUNT=-1', event('RRULE:FREQ=DAILY;COUNT=-1'), data],
      ['COUNT=0', event('RRULE:FREQ=DAILY;COUNT=0'), data],
    ],
  ],
  [
    'rrule-interval',
    [
      ['INTERVAL=0', event('RRULE:FREQ=DAILY;INTERVAL=0'), data],
      ['INTERVAL=-1', event('RRULE:FREQ=DAILY;INTERVAL=-1'), data],
      ['twice', event('RRULE:FREQ=DAILY;INTERVAL=1;INTERVAL=2'), data],
    ],
  ],
  [
    'rrule-all-excluded',
    [['5 000 EXDATEs', event('RRULE:FREQ=DAILY', ...times(5000, (i) => `EXDATE:${day(i)}T090000Z`)), 'max-instances']],
  ],
  [
    'rrule-exceptions',
    [
      ['5 000 overrides', wrap(...master, ...times(5000, (i) => override(day(i)).join('\r\n'))), 'max-instances'],
      ['the same RECURRENCE-ID twice', wrap(...master, ...override('20260102'), ...override('20260102')), resource],
      [
        'the same RECURRENCE-ID in two zones',
        wrap(
          ...master,
          ...override('20260102'),
          ...override('20260102').map((line) =>
            line.replace('RECURRENCE-ID:20260102T090000Z', 'RECURRENCE-ID;TZID=Europe/Berlin:20260102T100000'),
          ),
        ),
        resource,
      ],
      [
        '200 changes of the future',
        wrap(
          ...master,
          ...times(200, (i) =>
            override(day(i)).join('\r\n').replace('RECURRENCE-ID', 'RECURRENCE-ID;RANGE=THISANDFUTURE'),
          ),
        ),
        'max-instances',
      ],
    ],
  ],
  [
    'year-range',
    [
      ...Object.entries({
        '00000101T000000Z': 'min-date-time',
        '100000101T000000Z': 'max-date-time',
        '999990101T000000Z': 'max-date-time',
        '20260230T000000Z': data,
        '20260105T250000Z': data,
      }).map(([start, code]): [string, string, string] => [start, event(`DTSTART:${start}`), code]),
      ['P1000000W', event('DURATION:P1000000W'), data],
      ['negative duration', event('DURATION:-PT1H'), data],
    ],
  ],
  [
    'vtimezone-bomb',
    [
      ['10 000 parts', zonedEvent(zone(...times(10_000, () => standard('+0200').join('\r\n')))), data],
      ['every second', zonedEvent(zone(...standard('+0200', 'RRULE:FREQ=SECONDLY'))), data],
      ['+9999', zonedEvent(zone(...standard('+9999'))), data],
    ],
  ],
  [
    'vtimezone-unknown',
    [
      ['a path', zonedEvent([], '../../etc/localtime'), data],
      ['a path to a zone', zonedEvent([], '../../Europe/Berlin'), data],
      ['4 kB', zonedEvent([], 'x'.repeat(4096)), data],
      ['two definitions', zonedEvent([...zone(...standard('+0200')), ...zone(...standard('+0300'))]), data],
    ],
  ],
  [
    'attendees-huge',
    [
      ['10 000', event(...times(10_000, (i) => `ATTENDEE:mailto:a${i}@example.org`)), 'max-attendees-per-instance'],
      ['200 kB CN', event(`ATTENDEE;CN=${'x'.repeat(200_000)}:mailto:a@example.org`), data],
    ],
  ],
  [
    'ics-line-unfold',
    [
      ['200 000 folds', event(`SUMMARY:${times(200_000, () => 'x').join('\r\n ')}`), data],
      ['a name of 100 kB', event(`${'X'.repeat(100_000)}:1`), data],
      ['a name of 300', event(`${'X'.repeat(300)}:1`), data],
      ['50 000 parameters', event(`X-A${times(5000, (i) => `;P${i}=1`).join('')}:1`), data],
      ['parameters without values', event(`X-A${';p'.repeat(20_000)}:1`), data],
      ['no line end at all', event().replaceAll('\r\n', ' '), data],
      ['nothing', '', data],
      ['not iCalendar', 'hello', data],
    ],
  ],
  [
    'ics-nesting',
    [
      ['10 000 deep', event(...times(10_000, () => 'BEGIN:VALARM')), data],
      ['END alone', event('END:VALARM'), data],
      ['no END', 'BEGIN:VCALENDAR\r\n', data],
      ['a calendar in a calendar', wrap('BEGIN:VCALENDAR', 'END:VCALENDAR'), data],
      ['two calendars', event() + event(), resource],
      ['two UIDs', wrap(...master, 'BEGIN:VEVENT', 'UID:2', 'DTSTART:20260101T090000Z', 'END:VEVENT'), resource],
      ['two masters', wrap(...master, ...master), resource],
      ['two kinds', wrap(...master, 'BEGIN:VTODO', 'UID:1', 'RECURRENCE-ID:20260102T090000Z', 'END:VTODO'), resource],
      ['METHOD', event().replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:REQUEST'), resource],
      ['no UID', event().replace('UID:1\r\n', ''), resource],
      ['VFREEBUSY', wrap('BEGIN:VFREEBUSY', 'UID:1', 'END:VFREEBUSY'), 'supported-calendar-component'],
      [
        'an object that JavaScript has',
        wrap('BEGIN:CONSTRUCTOR', 'UID:1', 'END:CONSTRUCTOR'),
        'supported-calendar-component',
      ],
    ],
  ],
  [
    'ics-alarms',
    [
      [
        '5 000',
        event(...times(5000, () => 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:PT0S\r\nEND:VALARM')),
        'max-alarms',
      ],
    ],
  ],
  [
    'ics-control-chars',
    [
      ['NUL', event('SUMMARY:a\u0000b'), data],
      ['escape', event('SUMMARY:a\u001bb'), data],
      ['U+FFFE', event('SUMMARY:a\ufffeb'), data],
      ['a lone surrogate', event('SUMMARY:a\ud800b'), data],
      ['not UTF-8', new Uint8Array([...Buffer.from('BEGIN:VCALENDAR\r\nSUMMARY:'), 0xc3, 0x28]), data],
      ['1 MiB of combining marks', event(`SUMMARY:${'\u0301'.repeat(500_000)}`), data],
      ['2 MiB', event(`SUMMARY:${'x'.repeat(2_097_152)}`), 'max-resource-size'],
    ],
  ],
  [
    'ics-inline-attach',
    [['20 MiB', event(`ATTACH;ENCODING=BASE64;VALUE=BINARY:${'A'.repeat(20_000_000)}`), 'max-resource-size']],
  ],
])('%s', (_id, cases) => {
  it.each(cases)('%s', (_what, text, code) => {
    expect(outcome(text)).toBe(code);
  });
});

describe('what is strange but taken', () => {
  it.each<[what: string, text: string]>([
    ['SECONDLY without end', event('DTSTART:19700101T000000Z', 'RRULE:FREQ=SECONDLY')],
    ['a huge COUNT', event('RRULE:FREQ=DAILY;COUNT=1000000000')],
    ['a rule that never matches', event('RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')],
    ['a set position that never matches', event('RRULE:FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2')],
    ['UNTIL as a date', event('RRULE:FREQ=DAILY;UNTIL=20260301')],
    ['UNTIL before the start', event('RRULE:FREQ=DAILY;UNTIL=20200301T000000Z')],
    ['100 attendees', event(...times(100, (i) => `ATTENDEE:mailto:a${i}@example.org`))],
    ['3 000 overrides', wrap(...master, ...times(3000, (i) => override(day(i)).join('\r\n')))],
    [
      'a huge repeat',
      event('BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT1H', 'REPEAT:1000000', 'DURATION:PT0S', 'END:VALARM'),
    ],
    ['a command', event('BEGIN:VALARM', 'ACTION:PROCEDURE', 'TRIGGER:-P3650D', 'ATTACH:file:///bin/rm', 'END:VALARM')],
    ['hostile URIs', event('ATTACH:javascript:alert(1)', 'ATTACH:data:text/html,x', 'URL:file:///etc/passwd')],
    ['direction marks', event('SUMMARY:a\u202eb')],
    ['CR alone', event('SUMMARY:x').replaceAll('\r\n', '\r')],
    ['LF alone', event('SUMMARY:x').replaceAll('\r\n', '\n')],
    ['a byte order mark', `\ufeff${event('SUMMARY:x')}`],
    [
      'Thunderbird: a zone with a rule that is none',
      zonedEvent(zone(...standard('+005328', 'RRULE:FREQ=YEARLY;BYDAY=XX'))),
    ],
    ['a Windows zone without definition', zonedEvent([], 'W. Europe Standard Time')],
    ['a zone name with a space behind it', zonedEvent([], 'Europe/Berlin ')],
    [
      'a faked master',
      wrap(
        'BEGIN:VEVENT',
        'UID:1',
        'DTSTART:20260101T090000Z',
        'X-MOZ-FAKED-MASTER:1',
        'END:VEVENT',
        ...override('20260102'),
      ),
    ],
    ['instances only', wrap(...override('20260102', 'SUMMARY:x'), ...override('20260109'))],
    [
      'names that JavaScript has',
      event(
        'CONSTRUCTOR;CONSTRUCTOR=1:x',
        'ATTENDEE;CONSTRUCTOR=1:mailto:a@b.c',
        'SUMMARY;CONSTRUCTOR=1:x',
        'BEGIN:CONSTRUCTOR',
        'X-A:1',
        'END:CONSTRUCTOR',
      ),
    ],
    [
      'carriers of another making',
      event(
        'X-DAYFERRY-CARRIER:1',
        'X-DAYFERRY-LOCATION:{"name":{"a":1}}',
        'X-DAYFERRY-CONFERENCE:[1]',
        'X-DAYFERRY-GADGET:{"__proto__":{"x":1}}',
        'X-DAYFERRY-EVENT-ALARM:{"action":1}',
        'ATTENDEE;X-DAYFERRY="{^\'address^\':1}":mailto:a@b.c',
        'JSPROP;JSPTR=__proto__:1',
      ),
    ],
    ['both ends', event('DTEND:20260105T100000Z', 'DURATION:PT2H')],
  ])('%s', (_what, text) => {
    const draft = outcome(text) as SeriesDraft;
    expect(draft).toBeTypeOf('object');
    expect(withoutStamp(outcome(renderSeries(draft)) as SeriesDraft)).toEqual(withoutStamp(draft));
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('an unknown TZID is kept as written, and floats', () => {
    const draft = outcome(zonedEvent([], 'Nowhere')) as SeriesDraft;
    expect(draft.master.start).toEqual({ local: '2026-01-05T09:00:00', zone: null, tzid: 'Nowhere' });
    expect(renderSeries(draft)).toContain('DTSTART;TZID=Nowhere:20260105T090000');
  });

  it('bytes are unfolded in the middle of a character', () => {
    const [head, tail] = [Buffer.from(event('SUMMARY:Gr\u00fc\u00dfe')), '\r\n '];
    const at = head.indexOf(0xc3) + 1;
    const folded = Buffer.concat([head.subarray(0, at), Buffer.from(tail), head.subarray(at)]);
    expect((outcome(folded) as SeriesDraft).master.title).toBe('Gr\u00fc\u00dfe');
  });

  it('a line that cannot be read spoils one event of a file, not the others', () => {
    const text = wrap(...master, 'BEGIN:VEVENT', 'UID:2', 'DTSTART:20260101T090000Z', 'this is no line', 'END:VEVENT');
    expect([...parseFile(text, options)].map((item) => ['draft' in item, item.uid])).toEqual([
      [true, '1'],
      [false, '2'],
    ]);
  });

  it('a component without UID gets the same one each time', () => {
    const text = wrap('BEGIN:VEVENT', 'DTSTART:20260101T090000Z', 'SUMMARY:x', 'END:VEVENT');
    const [first, second] = [[...parseFile(text, options)], [...parseFile(text.replaceAll('\r\n', '\n'), options)]];
    expect(first[0]!.uid).toMatch(/^dayferry-[0-9a-f]{64}$/);
    expect(second).toEqual(first);
  });
});

describe('text that other protocols wrote', () => {
  it.each(['a\r\nATTENDEE:mailto:x@y.z', 'a\rb', 'a\nb', '\\n', ',;\\'])(
    '%j does not begin a line of its own',
    (title) => {
      const text = renderSeries({
        kind: 'event',
        uid: '1',
        master: { title, start: { local: '2026-01-05', zone: null } },
        overrides: [],
      });
      expect((outcome(text) as SeriesDraft).master).toMatchObject({ title: title.replaceAll(/\r\n?/g, '\n') });
      expect(text).not.toMatch(/^ATTENDEE/m);
    },
  );

  it('refuses a line end in a URI, and a name that is none', () => {
    const render = (master: SeriesDraft['master']): string =>
      renderSeries({ kind: 'event', uid: '1', master, overrides: [] });
    expect(() => render({ links: [{ href: 'http://x\nATTENDEE:y', rel: 'enclosure' }] })).toThrow(DayferryError);
    expect(() => render({ shadow: { icalProperties: [['x y', {}, 'text', 'z']] } })).toThrow(DayferryError);
  });
});

function withoutStamp({ master: { dtstamp: _stamp, ...content }, overrides, ...series }: SeriesDraft): SeriesDraft {
  return {
    ...series,
    master: content,
    overrides: overrides.map((item) => ({ ...item, patch: { ...item.patch, dtstamp: undefined } })),
  };
}
