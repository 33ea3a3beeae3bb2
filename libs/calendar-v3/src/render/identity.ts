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

/** `<public>/calendar/event?eid=`, as v2 links it, and the unpadded base64 of event id and calendar id (6.1). */
export function htmlLink(publicUrl: string, eventId: string, calendarId: string): string {
  const short = abbreviations.find(([domain]) => calendarId.endsWith(domain));
  const calendar = short ? calendarId.slice(0, -short[0].length) + short[1] : calendarId;
  const eid = Buffer.from(`${eventId} ${calendar}`).toString('base64').replace(/=+$/, '');
  return `${publicUrl}/calendar/event?eid=${encodeURIComponent(eid)}`;
}

/** 6.4: an imported event's id is `_` and its UID's octets. */
export function importId(uid: string): string {
  return `_${base32hexOf(Buffer.from(uid))}`;
}

const base32hex = '0123456789abcdefghijklmnopqrstuv';

/** RFC 4648 §7 in lower case, without padding. */
export function base32hexOf(octets: Uint8Array): string {
  let text = '';
  let [bits, count] = [0, 0];
  for (const octet of octets) {
    bits = ((bits << 8) | octet) & 0xfff;
    for (count += 8; count >= 5; count -= 5) text += base32hex[(bits >> (count - 5)) & 31]!;
  }
  return count > 0 ? text + base32hex[(bits << (5 - count)) & 31]! : text;
}
