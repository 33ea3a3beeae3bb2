import type { InstanceQuery, OpenCalendar } from '@dayferry/core';
import { instantOf, type DateValue } from '../parse/date-value.js';
import type { Call } from './call.js';

/** Open-ended windows end here: this long after the later of now and their start. */
const horizon = 5 * 366 * 86_400_000;

export interface Windows {
  zone: string;
  from?: number;
  to?: number;
  /** Of the gd:when list of a series; absent = no list. */
  expansion?: { from?: number; to: number };
}

/** The start-min and start-max of the request, or from now on with futureevents=true, which overrides all windows. */
export function windowsOf(call: Call, open: OpenCalendar): Windows {
  const { query } = call.request;
  const zone = query.zone ?? open.calendar.timeZone;
  const at = (value: DateValue | undefined): number | undefined => value && instantOf(value, zone);
  const now = call.core.clock();
  if (query.futureEvents) return { zone, from: now, expansion: { from: now, to: now + horizon } };
  const [from, to] = [at(query.startMin), at(query.startMax)];
  const [first, last] = [at(query.expansionStart) ?? from, at(query.expansionEnd) ?? to];
  if (first === undefined && last === undefined) return { zone, from, to };
  return { zone, from, to, expansion: { from: first, to: last ?? Math.max(now, first ?? 0) + horizon } };
}

export type StoreQuery = Pick<InstanceQuery, 'kinds' | 'zone' | 'from' | 'to' | 'text' | 'updatedMin'>;

/** What core can answer of the query; the rest is filtered here. */
export function storeQuery(call: Call, { from, to, zone }: Windows): StoreQuery {
  const { text, updatedMin } = call.request.query;
  return {
    kinds: ['event'],
    zone,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(text === undefined ? {} : { text }),
    ...(updatedMin === undefined ? {} : { updatedMin: instantOf(updatedMin, zone) }),
  };
}

export function overlaps(
  { start, end }: { start: number; end: number },
  { from = -Infinity, to = Infinity }: Windows,
): boolean {
  return start < to && (end > from || (start === end && start >= from));
}
