import { formatUtcMillis, formatUtcSeconds } from '@dayferry/core';

/** 4.1: `created` is kept to the second and written with milliseconds all the same. */
export function formatCreated(millis: number): string {
  return formatUtcSeconds(millis).replace('Z', '.000Z');
}

export function formatUpdated(millis: number): string {
  return formatUtcMillis(millis);
}

const abbreviations: [string, string][] = [
  ['@gmail.com', '@m'],
  ['@group.calendar.google.com', '@g'],
];

/** `<ui>/event?eid=` and the unpadded base64 of event id and calendar id (6.1). */
export function htmlLink(publicUrl: string, eventId: string, calendarId: string): string {
  const short = abbreviations.find(([domain]) => calendarId.endsWith(domain));
  const calendar = short ? calendarId.slice(0, -short[0].length) + short[1] : calendarId;
  const eid = Buffer.from(`${eventId} ${calendar}`).toString('base64').replace(/=+$/, '');
  return `${publicUrl}/event?eid=${encodeURIComponent(eid)}`;
}
