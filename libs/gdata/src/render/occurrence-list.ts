import type { Format } from '../parse/request.js';
import { element } from './xml.js';

/** Stands in the text of a series where the occurrences of a window go: XML cannot contain it, JSON text neither. */
export const occurrenceMark = '\u0000';
const markedMember = `,"when":${JSON.stringify(occurrenceMark)}`;

/** For the text of a JSON-C object whose `when` is the mark. */
export function markMember(text: string): string {
  return text.replace(markedMember, occurrenceMark);
}

/** One occurrence, as it stands in the list. */
export function occurrenceText(format: Format, start: string, end: string): string {
  return format === 'jsonc' ? JSON.stringify({ start, end }) : element('gd:when', { endTime: end, startTime: start });
}

export function takesOccurrences(text: string): boolean {
  return text.includes(occurrenceMark);
}

/** The text of an entry with these occurrences in it. */
export function withOccurrences(text: string, format: Format, occurrences: readonly string[]): string {
  const at = text.indexOf(occurrenceMark);
  if (at < 0) return text;
  const list =
    format === 'jsonc' && occurrences.length > 0 ? `,"when":[${occurrences.join(',')}]` : occurrences.join('');
  return text.slice(0, at) + list + text.slice(at + occurrenceMark.length);
}
