import { describe, expect, it } from 'vitest';
import { selectParts, type Selection } from './select.js';

const text = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'BEGIN:VTIMEZONE',
  'TZID:X',
  'BEGIN:STANDARD',
  'TZNAME:S',
  'END:STANDARD',
  'END:VTIMEZONE',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMM',
  ' ARY;X-A="a:b":A long',
  '  summary',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'END:VALARM',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const props = (...names: string[]) => new Map(names.map((name) => [name, false]));
const calendar = (event: Selection): Selection => ({ props: 'all', comps: new Map([['VEVENT', event]]) });

describe('selectParts', () => {
  it('gives everything as it is', () => expect(selectParts(text, { props: 'all', comps: 'all' })).toBe(text));

  it('gives chosen properties with their folds', () =>
    expect(selectParts(text, calendar({ props: props('SUMMARY'), comps: new Map() }))).toBe(
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMM\r\n ARY;X-A="a:b":A long\r\n  summary\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    ));

  it('leaves out values', () =>
    expect(selectParts(text, calendar({ props: new Map([['SUMMARY', true]]), comps: new Map() }))).toContain(
      'BEGIN:VEVENT\r\nSUMMARY;X-A="a:b":\r\nEND:VEVENT',
    ));

  it('gives all of a component that is chosen whole', () => {
    const zone = selectParts(text, { props: props(), comps: new Map([['VTIMEZONE', { props: 'all', comps: 'all' }]]) });
    expect(zone).toBe(
      'BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nTZNAME:S\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n',
    );
  });

  it.each(['\n', '\r'])('reads lines that end with %j', (end) => {
    const other = text.replaceAll('\r\n', end);
    expect(selectParts(other, { props: 'all', comps: 'all' })).toBe(other);
    expect(selectParts(other, calendar({ props: props('UID'), comps: new Map() }))).toContain(`UID:1${end}END:VEVENT`);
  });

  it.each(['', 'x', ':', 'END:X\r\nEND:X\r\nA:1', `BEGIN:VCALENDAR\r\nA${'\r\n '.repeat(100_000)}:1`])(
    'survives %.20j',
    (broken) =>
      expect(selectParts(broken, calendar({ props: props('A'), comps: 'all' })).length).toBeLessThanOrEqual(
        broken.length,
      ),
  );
});
