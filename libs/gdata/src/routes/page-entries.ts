import { isRecurring, isSame, type OpenCalendar, type StoredInstance, type StoredSeries } from '@dayferry/core';
import type { EventContext, EventRecord } from '../render/event-record.js';
import { takesOccurrences, withOccurrences } from '../render/occurrence-list.js';
import { eventContext, type Call } from './call.js';
import { loadByName } from './event-facts.js';
import type { EventItem } from './event-items.js';
import { knownOccurrences, occurrencesOf, type OccurrenceStyle, type OccurrenceTexts } from './occurrence-texts.js';
import { instanceRecord, overrideRecord, seriesRecord, shownRecord, sourceOf } from './records.js';
import { renderEvent, textKey, variantOf } from './rendered-event.js';
import type { Windows } from './windows.js';

export interface PageEntries {
  /** In UTF-8. */
  entries: Buffer[];
  /** A series has more occurrences than are listed. */
  isTruncated: boolean;
}

interface Page {
  call: Call;
  open: OpenCalendar;
  context: EventContext;
  variant: string;
  windows: Windows;
  style: OccurrenceStyle;
}

/** The entries of one page: from memory where these versions were shown before, else with one read for their bodies. */
export async function pageEntries(
  call: Call,
  open: OpenCalendar,
  windows: Windows,
  items: EventItem[],
): Promise<PageEntries> {
  const context = eventContext(call, open);
  const { zone, calendarZone } = context;
  const style = { format: call.request.format, zone, calendarZone };
  const page: Page = { call, open, context, variant: variantOf(call, context), windows, style };
  const known = items.map((item) => knownEntry(page, item));
  const bodies = await bodiesOf(
    page,
    items.filter((item, i) => !known[i] && !item.instance),
  );
  const shown = items.flatMap((item, i) => {
    const entry = known[i] ?? madeEntry(page, item, item.instance?.stored ?? bodies.get(item.head.key));
    return entry ? [entry] : [];
  });
  return { entries: shown.map(({ octets }) => octets), isTruncated: shown.some(({ isTruncated }) => isTruncated) };
}

interface Shown {
  octets: Buffer;
  isTruncated: boolean;
}

function knownEntry({ call, variant, windows, style }: Page, { id, head }: EventItem): Shown | null {
  const key = textKey({ id, head, variant });
  const octets = call.core.octets.find(key);
  if (octets) return { octets, isTruncated: false };
  const text = call.core.rendered.find(key);
  if (text === undefined) return null;
  if (!takesOccurrences(text)) return whole(call, key, text);
  const list = windows.expansion ? knownOccurrences(head, windows.expansion, style) : none;
  return list && shownWith(text, list, style);
}

const none: OccurrenceTexts = { texts: [], isTruncated: false };

/** Without a list of occurrences it is the same in every window. */
function whole({ core }: Call, key: string, text: string): Shown {
  const octets = Buffer.from(text);
  core.octets.keep(key, octets);
  return { octets, isTruncated: false };
}

function shownWith(text: string, { texts, isTruncated }: OccurrenceTexts, { format }: OccurrenceStyle): Shown {
  return { octets: Buffer.from(withOccurrences(text, format, texts)), isTruncated };
}

/** Nothing when the event, or the changed instance, went away between the two reads. */
function madeEntry(page: Page, item: EventItem, stored: StoredSeries | undefined): Shown | null {
  const { call, open, context, variant, windows, style } = page;
  const found = stored && recordOf(page, item, stored);
  if (!found) return null;
  const record = shownRecord(call, open, stored, found);
  const text = renderEvent(call, record, context);
  const key = textKey({ id: record.id, head: stored.head, variant });
  if (!takesOccurrences(text)) return whole(call, key, text);
  call.core.rendered.keep(key, text);
  if (!windows.expansion) return shownWith(text, none, style);
  return shownWith(text, occurrencesOf(call.core, stored, windows.expansion, style), style);
}

/** Live bodies by name, deleted ones by their time of deletion: a read each. */
async function bodiesOf({ call, open }: Page, items: EventItem[]): Promise<Map<string, StoredSeries>> {
  const live = items.filter(({ head }) => !head.isDeleted).map(({ head }) => head.resourceName);
  const found = [...(await loadByName(call, open, [...new Set(live)])).values()];
  const deleted = items.filter(({ head }) => head.isDeleted);
  if (deleted.length > 0) {
    const updatedMin = Math.min(...deleted.map((item) => item.updated));
    found.push(...(await call.core.events.query(open, { kinds: ['event'], includeDeleted: true, updatedMin })));
  }
  return new Map(found.map((stored) => [stored.head.key, stored]));
}

function recordOf(page: Page, { instance, recurrenceId }: EventItem, stored: StoredSeries): EventRecord | undefined {
  if (instance) return ofInstance(instance);
  const source = sourceOf(stored);
  if (!recurrenceId) return seriesRecord(source);
  const override = stored.series.overrides.find((one) => isSame(one.recurrenceId, recurrenceId));
  return override && overrideRecord(page.call.core, page.open.calendar.timeZone, source, override).record;
}

function ofInstance({ stored, occurrence, data }: StoredInstance): EventRecord {
  const source = sourceOf(stored);
  return isRecurring(stored.series) ? instanceRecord(source, occurrence, data) : seriesRecord(source);
}
