import type { View } from './driver.js';

/** One kind of event, as each protocol's client writes it; a protocol that cannot say it has no body. */
export interface Sample {
  name: string;
  bodies: Partial<Record<'atom' | 'jsonc' | 'v3' | 'caldav' | 'jscalendar' | 'jscalendar2', string>>;
  view: View;
}

export const entry = (content: string): string =>
  `<?xml version='1.0' encoding='UTF-8'?><entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005'><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/g/2005#event'/>${content}</entry>`;
export const calendar = (...lines: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//Client//EN',
    'BEGIN:VEVENT',
    'UID:{uid}',
    'DTSTAMP:20260101T000000Z',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
export const data = (value: object): string => JSON.stringify({ data: value });
export const zone = 'Europe/Berlin';
/** What most of them show. */
export const none = { guests: [], reminders: [], isRecurring: false };
