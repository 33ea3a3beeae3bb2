import { scheduleTagOf, type SeriesHead, type StoredSeries } from '@dayferry/core';

/**
 * RFC 6638 §3.2.10, with its quotes; null for what nobody schedules. `ical`: the stored text, in which a look is much
 * cheaper than a parse.
 */
export function scheduleTag(head: Pick<SeriesHead, 'key' | 'scheduleRevision'>, ical: string): string | null {
  return isScheduled(ical) ? `"${scheduleTagOf(head)}"` : null;
}

/** RFC 6638 §8.2. */
export function scheduleHeader({ head, ical }: StoredSeries): { 'schedule-tag'?: string } {
  const tag = scheduleTag(head, ical);
  return tag === null ? {} : { 'schedule-tag': tag };
}

/** RFC 6638 §3.1: an organizer and somebody who is invited. */
function isScheduled(ical: string): boolean {
  return /^ORGANIZER[;:]/im.test(ical) && /^ATTENDEE[;:]/im.test(ical);
}
