import { DayferryError, defaultLimits, type SeriesDraft } from '@dayferry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutStamps } from '../spec/outcome.js';
import { text } from '../spec/random-text.js';
import { parseFile } from './parse/file.js';
import { parseObject } from './parse/object.js';
import { renderSeries } from './render/series.js';

const options = { limits: defaultLimits };

const names = [
  'DTSTART',
  'DTEND',
  'DURATION',
  'SUMMARY',
  'ATTENDEE',
  'RRULE',
  'EXDATE',
  'RDATE',
  'RECURRENCE-ID',
  'UID',
  'TZID',
  'TRIGGER',
  'ACTION',
  'ATTACH',
  'GEO',
  'CATEGORIES',
  'X-DAYFERRY-LOCATION',
  'X-DAYFERRY-EXT',
  'JSPROP',
  'DESCRIPTION',
  'STYLED-DESCRIPTION',
  'RELATED-TO',
];
const values = [
  '20260105T090000Z',
  '20260105',
  '20260105T090000',
  'P1D',
  '-PT5M',
  'FREQ=DAILY',
  'FREQ=YEARLY;COUNT=2',
  '1',
  'a\\,b',
  'DISPLAY',
  '{"a":1}',
  '20260105T090000Z/PT1H',
  '1.5;2',
  'mailto:a@b.c',
  'Mine',
];
const parameters = [
  '',
  ';TZID=Europe/Berlin',
  ';TZID=Mine',
  ';VALUE=DATE',
  ';VALUE=PERIOD',
  ';RANGE=THISANDFUTURE',
  ';CN="a;b"',
  ';X=^n',
  ';;',
  ';DERIVED=TRUE',
  ';ENCODING=BASE64;VALUE=BINARY',
];
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...parameters), fc.oneof(fc.constantFrom(...values), text))
      .map((parts) => `${parts[0]}${parts[1]}:${parts[2].replaceAll('\n', '\\n')}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM',
      'END:VEVENT\r\nBEGIN:VEVENT\r\nUID:1',
      'END:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20260106T090000Z',
      'BEGIN:X-A\r\nEND:X-A',
    ),
  },
);
const calendar = fc
  .array(line, { maxLength: 14 })
  .map((lines) =>
    [
      'BEGIN:VCALENDAR',
      'BEGIN:VTIMEZONE',
      'TZID:Mine',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0117',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART;TZID=Mine:20260105T090000',
      'DTSTAMP:20260101T000000Z',
      ...lines,
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n'),
  );

function readOrRefused(input: string | Uint8Array): SeriesDraft | null {
  try {
    for (const item of parseFile(input, options)) if ('draft' in item) renderSeries(item.draft);
    return parseObject(input, options);
  } catch (error) {
    if (error instanceof DayferryError) return null;
    throw error;
  }
}

describe('any text → draft → text', () => {
  it('gives only typed errors for bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readOrRefused(bytes)),
      { numRuns: 500 },
    );
  });

  it('gives typed errors, or a draft that stays the same', () => {
    fc.assert(
      fc.property(calendar, (source) => {
        const draft = readOrRefused(source);
        if (draft) expect(withoutStamps(parseObject(renderSeries(draft), options))).toEqual(withoutStamps(draft));
      }),
      { numRuns: 2_000 },
    );
  });
});
