import { expand, type Core, type EventSeries, type SeriesHead } from '@dayferry/core';
import { LRUCache } from 'lru-cache';
import type { Format } from '../parse/request.js';
import { occurrenceText } from '../render/occurrence-list.js';
import { timeText } from '../render/time-text.js';

const day = 86_400_000;
/** Occurrences are remembered in blocks of this length, so that windows of all kinds find them. */
const block = 182 * day;
/** The horizon of an open window is five years. */
const mostBlocks = 12;

interface Listed {
  start: number;
  end: number;
  text: string;
}

/** By series, change number and the way times are written: never stale. */
const blocks = new LRUCache<string, Listed[]>({
  maxSize: 32 * 1_048_576,
  sizeCalculation: (list) => list.reduce((size, { text }) => size + 2 * text.length + 64, 512),
});

/** Series, by change number, with more occurrences in a block than an answer may hold: they are expanded each time. */
const dense = new LRUCache<string, true>({ max: 20_000 });

export interface OccurrenceWindow {
  from?: number;
  to: number;
}

/** How times are written: the zone asked for, and the one in which all-day and floating times meet the window. */
export interface OccurrenceStyle {
  format: Format;
  zone: string;
  calendarZone: string;
}

export interface OccurrenceTexts {
  texts: string[];
  /** There are more of them than are expanded. */
  isTruncated: boolean;
}

/** Occurrences by the series' own pattern in a window, or null when its body is needed to know. */
export function knownOccurrences(
  head: SeriesHead,
  window: OccurrenceWindow,
  style: OccurrenceStyle,
): OccurrenceTexts | null {
  const numbers = blockNumbers(head, window);
  const lists = numbers?.map((number) => blocks.get(keyOf(head, number, style)));
  if (!numbers || !lists || lists.includes(undefined)) return null;
  return { texts: inWindow(lists as Listed[][], numbers[0]!, window), isTruncated: false };
}

/** The same with the body at hand; changed instances have entries of their own and are left out. */
export function occurrencesOf(
  core: Core,
  { head, series }: { head: SeriesHead; series: EventSeries },
  window: OccurrenceWindow,
  style: OccurrenceStyle,
): OccurrenceTexts {
  for (const number of blockNumbers(head, window) ?? []) {
    const key = keyOf(head, number, style);
    if (blocks.has(key)) continue;
    const { listed, isTruncated } = expanded(core, series, blockWindow(number), style);
    if (isTruncated) {
      dense.set(denseKey(head), true);
      break;
    }
    blocks.set(key, listed);
  }
  const known = knownOccurrences(head, window, style);
  if (known) return known;
  const { listed, isTruncated } = expanded(core, series, window, style);
  return { texts: listed.map(({ text }) => text), isTruncated };
}

function keyOf({ key, seq }: SeriesHead, number: number, { format, zone, calendarZone }: OccurrenceStyle): string {
  return `${key}:${seq}:${number}:${format}:${zone}:${calendarZone}`;
}

function denseKey({ key, seq }: SeriesHead): string {
  return `${key}:${seq}`;
}

/** The blocks that the window and the life of the series have in common; null when they are not worth remembering. */
function blockNumbers(head: SeriesHead, { from = -Infinity, to }: OccurrenceWindow): number[] | null {
  const { startUtc, endUtc } = head;
  if (dense.has(denseKey(head))) return null;
  const first = Math.floor(Math.max(from, startUtc) / block);
  const last = Math.floor((Math.min(to, endUtc + 1) - 1) / block);
  if (!Number.isFinite(first) || !Number.isFinite(last) || last - first >= mostBlocks) return null;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function blockWindow(number: number): OccurrenceWindow {
  return { from: number * block, to: (number + 1) * block };
}

/** An occurrence that reaches from one block into the next is in both: it counts in the first that is asked for. */
function inWindow(lists: Listed[][], first: number, { from = -Infinity, to }: OccurrenceWindow): string[] {
  return lists.flatMap((list, i) => {
    const earliest = i === 0 ? -Infinity : (first + i) * block;
    return list
      .filter(({ start, end }) => start >= earliest && start < to && (end > from || (start === end && start >= from)))
      .map(({ text }) => text);
  });
}

function expanded(
  core: Core,
  series: EventSeries,
  window: OccurrenceWindow,
  style: OccurrenceStyle,
): { listed: Listed[]; isTruncated: boolean } {
  const { occurrences, isTruncated } = expand(series, { ...window, zone: style.calendarZone, limits: core.limits });
  const text = (point: Parameters<typeof timeText>[0]): string => timeText(point, style, series.timeZones);
  const plain = occurrences.filter((occurrence) => !occurrence.override);
  const listed = plain.map(({ start, end, startUtc, endUtc }) => ({
    start: startUtc,
    end: endUtc,
    text: occurrenceText(style.format, text(start), text(end)),
  }));
  return { listed, isTruncated };
}
