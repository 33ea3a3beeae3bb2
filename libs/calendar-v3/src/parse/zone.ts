import { canonicalZone, isKnownZone } from '@dayferry/core';
import { fail } from '../errors/fail.js';

/** An IANA name, spelt as IANA does; everything else is 400 `Invalid time zone.` */
export function readZone(name: string, place: { path?: string; location?: string }): string {
  const zone = name.length <= 64 && isKnownZone(name) ? canonicalZone(name) : null;
  if (zone === null) {
    throw fail(place.location ? 'invalidParameter' : 'invalid', { message: 'Invalid time zone.', ...place });
  }
  return zone;
}
