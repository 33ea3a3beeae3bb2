// iCalendar as the specs need it: whole and plain, around the few lines that a case is about.

export const wrap = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
export const event = (...lines: string[]): string =>
  wrap(
    'BEGIN:VEVENT',
    'UID:1',
    ...(lines.some((line) => line.startsWith('DTSTART')) ? [] : ['DTSTART:20260105T090000Z']),
    ...lines,
    'END:VEVENT',
  );
export const times = (count: number, line: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => line(i));
export const day = (i: number): string =>
  new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10).replaceAll('-', '');

export const zone = (...observance: string[]): string[] => [
  'BEGIN:VTIMEZONE',
  'TZID:Mine',
  ...observance,
  'END:VTIMEZONE',
];
export const standard = (offset: string, ...more: string[]): string[] => [
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0100',
  `TZOFFSETTO:${offset}`,
  ...more,
  'END:STANDARD',
];
export const zonedEvent = (definition: string[], tzid = 'Mine'): string =>
  wrap(...definition, 'BEGIN:VEVENT', 'UID:1', `DTSTART;TZID=${tzid}:20260105T090000`, 'END:VEVENT');
export const override = (id: string, ...more: string[]): string[] => [
  'BEGIN:VEVENT',
  'UID:1',
  `RECURRENCE-ID:${id}T090000Z`,
  `DTSTART:${id}T100000Z`,
  ...more,
  'END:VEVENT',
];
export const master = ['BEGIN:VEVENT', 'UID:1', 'DTSTART:20260101T090000Z', 'RRULE:FREQ=DAILY', 'END:VEVENT'];
