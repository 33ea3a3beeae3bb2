import {
  hidesInvitations,
  isUnanswered,
  type OpenCalendar,
  type SeriesHead,
  type StoredInstance,
} from '@dayferry/core';
import { LRUCache } from 'lru-cache';
import { instantOf, type DateValue } from '../parse/date-value.js';
import { unlinked } from '../parse/parameters.table.js';
import type { Call } from './call.js';
import { authorText, factsOf, propertiesOf, type EntryFacts } from './event-facts.js';
import { instanceUpdated, isHiddenInPublic } from './records.js';
import { overlaps, storeQuery, windowsOf, type Windows } from './windows.js';

/** A candidate of an event feed: enough to filter, sort and count; the rest is made for the page only. */
export interface EventItem extends EntryFacts {
  head: SeriesHead;
  /** An instance of an expanded feed is there already. */
  instance?: StoredInstance;
}

export interface Matches {
  windows: Windows;
  items: EventItem[];
  /** A series has more occurrences than are expanded. */
  isTruncated: boolean;
}

/** What matched, by calendar, change number, viewer and question: the pages of a list, and lists asked for again. */
const known = new LRUCache<string, EventItem[]>({ maxSize: 500_000, sizeCalculation: (items) => items.length + 20 });

/** All entries that match the query, in its order. */
export async function queryItems(call: Call, open: OpenCalendar): Promise<Matches> {
  const { query } = call.request;
  const windows = windowsOf(call, open);
  if (query.singleEvents || query.futureEvents) return readItems(call, open, windows);
  const key = questionOf(call, open);
  const items = known.get(key);
  if (items) return { windows, items, isTruncated: false };
  const matches = await readItems(call, open, windows);
  known.set(key, matches.items);
  return matches;
}

/** Parameters that change what is shown of the entries, and not which they are. */
const shapes = new Set(['start-index', 'max-results', 'fields', 'alt', 'prettyprint', 'callback', 'reqid', 'context']);

function questionOf({ request, params }: Call, open: OpenCalendar): string {
  const { calendar, sync, role, viewer } = open;
  const asked = request.parameters.filter(([name]) => !shapes.has(name) && !unlinked.has(name));
  const who = [viewer.user?.key, role, params.visibility === 'public', calendar.timeZone, hidesInvitations(open)];
  return JSON.stringify([calendar.key, sync.epoch, sync.seq, who, asked]);
}

async function readItems(call: Call, open: OpenCalendar, windows: Windows): Promise<Matches> {
  const { query } = call.request;
  const showsCancelled = query.showDeleted || query.updatedMin !== undefined;
  const { items, isTruncated } = query.singleEvents
    ? await instances(call, open, windows, showsCancelled)
    : await entries(call, open, windows, showsCancelled);
  return {
    windows,
    isTruncated,
    items: items
      .filter(({ head }) => !isHiddenInPublic(call, open, head))
      .filter(filterOf(call, windows.zone, showsCancelled))
      .filter(({ isUnanswered: isHidden }) => !(isHidden && leavesInvitationsOut(call, open)))
      .sort(orderOf(call)),
  };
}

/** Invitations that the viewer wants to see when they are answered (Atom reference, showhidden). */
export function leavesInvitationsOut({ request }: Call, open: OpenCalendar): boolean {
  return !request.query.showHidden && hidesInvitations(open);
}

async function entries(
  call: Call,
  open: OpenCalendar,
  windows: Windows,
  includeDeleted: boolean,
): Promise<Omit<Matches, 'windows'>> {
  const heads = await call.core.events.heads(open, {
    ...storeQuery(call, windows),
    ...(includeDeleted ? { includeDeleted } : {}),
  });
  const facts = await factsOf(call, open, heads);
  const items = heads.flatMap((head, i) => {
    const shown = facts[i]!.filter((one) => one.recurrenceId === undefined || overlaps(one, windows));
    return shown.map((one) => ({ ...one, head }));
  });
  return { items, isTruncated: false };
}

async function instances(
  call: Call,
  open: OpenCalendar,
  windows: Windows,
  includeCancelled: boolean,
): Promise<Omit<Matches, 'windows'>> {
  const query = { ...storeQuery(call, windows), ...(includeCancelled ? { includeCancelled } : {}) };
  const { items, isTruncated } = await call.core.events.instances(open, query);
  return { items: items.map((item) => instanceItem(call, open, item)), isTruncated };
}

function instanceItem(call: Call, open: OpenCalendar, instance: StoredInstance): EventItem {
  const { id, occurrence } = instance;
  const { series, head } = instance.stored;
  const status = occurrence.override?.patch.status ?? series.master.status;
  return {
    id,
    start: occurrence.startUtc,
    end: occurrence.endUtc,
    updated: instanceUpdated(series, occurrence.override),
    created: head.created,
    author: authorText(series.creator),
    ...(call.request.query.properties ? propertiesOf(instance.data) : {}),
    ...(leavesInvitationsOut(call, open) && isUnanswered(instance.data, open) ? { isUnanswered: true } : {}),
    isCancelled: head.isDeleted || occurrence.isExcluded === true || status === 'cancelled',
    head,
    instance,
  };
}

function filterOf(call: Call, zone: string, showsCancelled: boolean): (item: EventItem) => boolean {
  const { author, properties, updatedMin, updatedMax, publishedMin, publishedMax } = call.request.query;
  const wanted = [...(properties ?? [])];
  const within = (value: number, min: DateValue | undefined, max: DateValue | undefined): boolean =>
    (min === undefined || value >= instantOf(min, zone)) && (max === undefined || value < instantOf(max, zone));
  return (item) =>
    (showsCancelled || !item.isCancelled) &&
    within(item.updated, updatedMin, updatedMax) &&
    within(item.created, publishedMin, publishedMax) &&
    wanted.every(([name, value]) => item.properties?.[name] === value) &&
    (author === undefined || item.author.includes(author.trim().toLowerCase()));
}

/** Ties are broken by id, so that pages do not overlap. */
function orderOf(call: Call): (a: EventItem, b: EventItem) => number {
  const { orderBy, isDescending } = call.request.query;
  const value = (item: EventItem): number => (orderBy === 'starttime' ? item.start : item.updated);
  const sign = isDescending ? -1 : 1;
  return (a, b) => sign * (value(a) - value(b)) || (a.id < b.id ? -1 : 1);
}
