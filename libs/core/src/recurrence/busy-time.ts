import type { EventData } from '../model/event-data.js';

/** FBTYPE of RFC 5545 §3.2.9 without FREE. */
export type BusyType = 'busy' | 'tentative' | 'unavailable';

/** Half-open, epoch milliseconds. */
export interface BusyInterval {
  start: number;
  end: number;
  type: BusyType;
}

/** Half-open, epoch milliseconds, `from` < `to` (else InvalidInput `time-range-empty`). */
export interface BusyWindow {
  from: number;
  to: number;
  /** IANA zone in which all-day and floating events meet the window; default: each calendar's own. */
  zone?: string;
}

export interface Busy {
  /**
   * Cut to the window, by start; those of one type neither touch nor overlap, those of different types may (RFC 4791
   * §7.10). `withoutTypes` joins them for protocols that have one kind.
   */
  intervals: BusyInterval[];
  /** The step or instance budget of a series ended before the window did. */
  isTruncated: boolean;
}

export type CalendarBusy = { id: string } & (Busy | { error: 'notFound' });

/**
 * What an event's content says about its calendar's owner (RFC 4791 §7.10; v2: "not declined by the calendar's user").
 * Null = free. An answer that is still missing counts as busy; an out-of-office event makes its owner unavailable.
 */
export function busyTypeOf(data: EventData, ownerEmail: string): BusyType | null {
  if (data.status === 'cancelled' || data.transparency === 'transparent') return null;
  const answer = ownStatus(data, ownerEmail);
  if (answer === 'declined') return null;
  if (data.status === 'tentative' || answer === 'tentative') return 'tentative';
  return data.eventType === 'outOfOffice' ? 'unavailable' : 'busy';
}

function ownStatus({ attendees = [] }: EventData, ownerEmail: string): string | undefined {
  const mailto = `mailto:${ownerEmail}`;
  return attendees.find(
    ({ address, email }) => address?.toLowerCase() === mailto || email?.toLowerCase() === ownerEmail,
  )?.status;
}

/** Cut to the window, joined where intervals of one type touch or overlap, by start; what has no length is left out. */
export function mergeBusy(intervals: BusyInterval[], window: { from: number; to: number }): BusyInterval[] {
  const cut = intervals
    .map(({ start, end, type }) => ({ start: Math.max(start, window.from), end: Math.min(end, window.to), type }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: BusyInterval[] = [];
  const open = new Map<BusyType, BusyInterval>();
  for (const interval of cut) {
    const last = open.get(interval.type);
    if (last && interval.start <= last.end) last.end = Math.max(last.end, interval.end);
    else {
      open.set(interval.type, interval);
      merged.push(interval);
    }
  }
  return merged;
}

/** For protocols that know one kind of busy time only (v2, v3): joined whatever their type. */
export function withoutTypes(intervals: BusyInterval[]): { start: number; end: number }[] {
  if (intervals.every(({ type }) => type === intervals[0]!.type)) return intervals;
  const busy = intervals.map(({ start, end }) => ({ start, end, type: 'busy' as const }));
  return mergeBusy(busy, { from: -Infinity, to: Infinity }).map(({ start, end }) => ({ start, end }));
}
