import type { EventView, WhenView, WhoView } from '../parse/event-view.js';
import { escapeText } from './xml.js';

/** Summary and content of the basic projection: HTML to be read by people, as the old service wrote it. */
export function basicHtml(view: EventView, zone: string): { summary: string; content: string } {
  const lines = [
    ...timeLines(view, zone),
    people(view.who),
    labelled('Where', view.where[0]?.value),
    labelled('Event Status', view.status),
  ].filter((line) => line !== '');
  const description = labelled('Event Description', view.content?.text);
  return {
    summary: lines.join('\n<br />'),
    content: [...lines, ...(description ? [description] : [])].join('\n<br />'),
  };
}

function labelled(label: string, text: string | undefined): string {
  return text ? `${label}: ${escapeText(text)}` : '';
}

function people(who: WhoView[]): string {
  return labelled('Who', who.map(({ name, email }) => name ?? email ?? '').join(', '));
}

function timeLines({ when, recurrence, original }: EventView, zone: string): string[] {
  const [first] = when;
  if (recurrence !== undefined)
    return ['Recurring Event', ...(first ? [`First start: ${pointText(first.start)}`] : [])];
  if (!first) return [];
  return [
    ...(original ? ['Recurring Event'] : []),
    `When: ${rangeText(first)}${isDate(first.start) ? '' : `&nbsp; ${escapeText(zone)}`}`,
  ];
}

function isDate(text: string): boolean {
  return text.length === 10;
}

/** `Mon Apr 17, 2006 3pm to 5pm`; the day of the end only when it is another one. An all-day end is exclusive. */
function rangeText({ start, end }: WhenView): string {
  if (isDate(start)) {
    const last = end === undefined ? start : new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10);
    return last <= start ? dayText(start) : `${dayText(start)} to ${dayText(last)}`;
  }
  if (end === undefined) return pointText(start);
  return `${pointText(start)} to ${end.slice(0, 10) === start.slice(0, 10) ? clockText(end) : pointText(end)}`;
}

function pointText(text: string): string {
  return isDate(text) ? dayText(text) : `${dayText(text)} ${clockText(text)}`;
}

const dayFormat = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});

/** The wall clock is in the text already: `Mon Apr 17, 2006`. */
function dayText(text: string): string {
  return dayFormat.format(Date.parse(`${text.slice(0, 10)}T00:00:00Z`)).replace(',', '');
}

function clockText(text: string): string {
  const [hour, minute] = [Number(text.slice(11, 13)), text.slice(14, 16)];
  return `${hour % 12 || 12}${minute === '00' ? '' : `:${minute}`}${hour < 12 ? 'am' : 'pm'}`;
}
