import { DayferryError, type SeriesDraft } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { outcome } from '../spec/outcome.js';
import { day, event, master, override, standard, times, wrap, zone, zonedEvent } from '../spec/texts.js';
import { renderSeries } from './render/series.js';

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
