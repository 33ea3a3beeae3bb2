import type { EventView, WhenView, WhoView } from '../parse/event-view.js';
import { clockText, dayText } from './date-words.js';
import { words, type Language, type Words } from './words.table.js';
import { escapeText } from './xml.js';

/** Where times are, and in which language. */
export interface Reader {
  zone: string;
  language: Language;
}

/** Summary and content of the basic projection: HTML to be read by people, as the old service wrote it. */
export function basicHtml(view: EventView, reader: Reader): { summary: string; content: string } {
  const said: Words = words[reader.language];
  const lines = [
    ...timeLines(view, reader),
    labelled(said.who, people(view.who)),
    labelled(said.where, view.where[0]?.value),
    labelled(said.status, said[view.status as 'confirmed' | 'tentative' | 'canceled']),
  ].filter((line) => line !== '');
  const description = labelled(said.description, view.content?.text);
  return {
    summary: lines.join('\n<br />'),
    content: [...lines, ...(description ? [description] : [])].join('\n<br />'),
  };
}

function labelled(label: string, text: string | undefined): string {
  return text ? `${label}: ${escapeText(text)}` : '';
}

function people(who: WhoView[]): string {
  return who.map(({ name, email }) => name ?? email ?? '').join(', ');
}

function timeLines({ when, recurrence, original }: EventView, { zone, language }: Reader): string[] {
  const [first] = when;
  const said = words[language];
  if (recurrence !== undefined)
    return [said.recurring, ...(first ? [`${said.firstStart}: ${pointText(first.start, language)}`] : [])];
  if (!first) return [];
  return [
    ...(original ? [said.recurring] : []),
    `${said.when}: ${rangeText(first, language)}${isDate(first.start) ? '' : `&nbsp; ${escapeText(zone)}`}`,
  ];
}

function isDate(text: string): boolean {
  return text.length === 10;
}

/** `Mon Apr 17, 2006 3pm to 5pm`; the day of the end only when it is another one. An all-day end is exclusive. */
function rangeText({ start, end }: WhenView, language: Language): string {
  const { to } = words[language];
  if (isDate(start)) {
    const last = end === undefined ? start : new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10);
    return last <= start ? dayText(start, language) : `${dayText(start, language)} ${to} ${dayText(last, language)}`;
  }
  if (end === undefined) return pointText(start, language);
  const isSameDay = end.slice(0, 10) === start.slice(0, 10);
  return `${pointText(start, language)} ${to} ${isSameDay ? clockText(end, language) : pointText(end, language)}`;
}

function pointText(text: string, language: Language): string {
  return isDate(text) ? dayText(text, language) : `${dayText(text, language)} ${clockText(text, language)}`;
}
