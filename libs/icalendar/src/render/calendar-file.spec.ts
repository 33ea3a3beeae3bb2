import { defaultLimits } from '@dayferry/core';
import { describe, expect, it } from 'vitest';
import { parseFile } from '../parse/file.js';
import { CalendarFile } from './calendar-file.js';

const event = (uid: string, tzid: string, zone = ''): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${zone}BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=${tzid}:20260301T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
const zone = (tzid: string, offset: string): string =>
  `BEGIN:VTIMEZONE\r\nTZID:${tzid}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:${offset}\r\nTZOFFSETTO:${offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n`;

function fileOf(...texts: string[]): string {
  const file = new CalendarFile(defaultLimits);
  const head = CalendarFile.head({
    title: 'A, B',
    description: 'one\ntwo',
    timeZone: 'Europe/Berlin',
    refresh: 'PT1H',
  });
  return head + texts.map((text) => file.add(text)).join('') + CalendarFile.tail;
}
const startsOf = (text: string) =>
  [...parseFile(text, { limits: defaultLimits })].map((item) => 'draft' in item && item.draft.master.start);

describe('CalendarFile', () => {
  it('says what calendar it is', () => {
    const text = fileOf();
    expect(text).toContain('NAME:A\\, B\r\nX-WR-CALNAME:A\\, B\r\nX-WR-TIMEZONE:Europe/Berlin\r\n');
    expect(text).toContain('DESCRIPTION:one\\ntwo\r\nX-WR-CALDESC:one\\ntwo\r\n');
    expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\nEND:VCALENDAR\r\n');
  });

  it('defines a zone once, also when its objects do not', () => {
    const text = fileOf(event('1', 'Europe/Berlin'), event('2', 'Europe/Berlin', zone('Europe/Berlin', '+0900')));
    expect(text.match(/^TZID:.*$/gm)).toEqual(['TZID:Europe/Berlin']);
    expect(text).not.toContain('+0900');
    expect(startsOf(text)).toEqual(startsOf(event('1', 'Europe/Berlin')).flatMap((start) => [start, start]));
  });

  it('keeps apart zones that two objects give the same name', () => {
    const texts = [
      event('1', 'Custom', zone('Custom', '+0230')),
      event('2', 'Custom', zone('Custom', '+0945')),
      event('3', 'Custom', zone('Custom', '+0945')),
      event('4', 'Custom', zone('Custom', '+0230')),
    ];
    const text = fileOf(...texts);
    expect(text.match(/^TZID:.*$/gm)).toEqual(['TZID:Custom', 'TZID:Custom (2)']);
    expect(text.match(/^DTSTART;.*$/gm)?.map((line) => line.slice(0, 30))).toEqual([
      'DTSTART;TZID=Custom:20260301T1',
      'DTSTART;TZID=Custom (2):202603',
      'DTSTART;TZID=Custom (2):202603',
      'DTSTART;TZID=Custom:20260301T1',
    ]);
  });

  it('takes objects with other line ends', () => {
    const [crlf, lf] = [
      fileOf(event('1', 'Europe/Berlin')),
      fileOf(event('1', 'Europe/Berlin').replaceAll('\r\n', '\n')),
    ];
    expect(lf).toBe(crlf);
  });
});
