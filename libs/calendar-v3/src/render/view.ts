import { seesPrivateParts, type EventData, type EventSeries, type OpenCalendar, type TimePoint } from '@dayferry/core';

/** What a rendered event depends on besides the event itself. */
export interface EventView {
  open: OpenCalendar;
  /** Without a slash at the end. */
  publicUrl: string;
  /** IANA zone of the response: `timeZone`, else the calendar's. */
  zone: string;
  maxAttendees?: number | undefined;
}

/** An event, an exception or an instance, with what identifies it on the wire. */
export interface EventSource {
  data: EventData;
  series: EventSeries;
  sees: 'full' | 'busy';
  id: string;
  /** Without quotes. */
  etag: string;
  /** Epoch milliseconds. */
  updated: number;
  isDeleted?: boolean;
  /** RRULE, EXRULE, RDATE and EXDATE lines of a series. */
  recurrence?: string[] | undefined;
  /** For an instance or exception: its series and its place in the pattern. */
  instance?: { seriesId: string; originalStart: TimePoint };
}

/** True for the address of the calendar being read, or of the person whose calendar it is. */
export function isOwn(open: OpenCalendar, email: string | undefined): boolean {
  const lower = email?.toLowerCase();
  return lower !== undefined && (lower === open.calendar.id || lower === open.owner.email);
}

/** The source is for those who see what programs keep in the event, and for its creator. */
export function seesSource({ open }: EventView, series: EventSeries): boolean {
  const { user } = open.viewer;
  return seesPrivateParts(open) || (user !== undefined && series.creator?.email === user.email);
}

/** Names everything in a view that a rendered text depends on, for the cache of texts. */
export function variantOf({ open, zone, maxAttendees }: EventView, sees: 'full' | 'busy'): string {
  const { calendar, viewer, role } = open;
  const who = viewer.user?.key === calendar.ownerKey ? 'own' : (viewer.user?.key ?? 'nobody');
  const reader = sees === 'busy' ? role : `${role}:${who}`;
  return `v3:${reader}:${calendar.revision}:${zone}:${maxAttendees ?? ''}`;
}
