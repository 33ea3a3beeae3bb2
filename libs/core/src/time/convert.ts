import { invalidInput } from '../errors.js';
import type { JCalComponent } from '../model/shadow.js';
import { isDate, type TimePoint, UTC } from '../model/time-point.js';
import { civilMillis, civilText } from './civil.js';
import { customRules } from './custom-zone.js';
import type { ZoneRules } from './zone-table.js';
import { rulesOf } from './zones.js';

export type ZoneDefinitions = Record<string, JCalComponent>;

/** Rules of a named or custom (`/tzid`) zone; InvalidInput when nobody knows it. */
export function zoneRules(zone: string, definitions?: ZoneDefinitions): ZoneRules {
  const rules = zone.startsWith('/') ? definitions?.[zone] && customRules(definitions[zone]) : rulesOf(zone);
  if (!rules) throw invalidInput('timeZone', `Unknown time zone ${zone.slice(0, 64)}.`, { code: 'invalid-time-zone' });
  return rules;
}

/**
 * Epoch milliseconds of a point. A local time that does not exist, or exists twice, is read with the offset before the
 * transition (RFC 5545 §3.3.5, RFC 8984 §1.4.5). All-day and floating values are read in `floatingZone`.
 */
export function toUtc(point: TimePoint, floatingZone: string, definitions?: ZoneDefinitions): number {
  if (point.zone === UTC) return civilMillis(point.local);
  return localToUtc(civilMillis(point.local), zoneRules(point.zone ?? floatingZone, definitions));
}

/** `civil` is the wall clock as if it were UTC. */
export function localToUtc(civil: number, rules: ZoneRules): number {
  // The offset a day earlier is in force before any transition near this time.
  const early = rules.offsetAt(civil - 86_400_000);
  const guess = civil - early;
  const offset = rules.offsetAt(guess);
  if (offset === early) return guess;
  const later = civil - offset;
  // After the transition by both readings: the new offset. Else in a gap: the old one.
  return rules.offsetAt(later) === offset ? later : guess;
}

/** Wall clock of an instant in a zone; `zone` null is refused (there is no clock to read). */
export function fromUtc(utc: number, zone: string | null, definitions?: ZoneDefinitions): TimePoint {
  if (zone === null) throw invalidInput('timeZone', 'A floating time has no instant.');
  return { local: civilText(utc + zoneRules(zone, definitions).offsetAt(utc)), zone };
}

/** `YYYY-MM-DDThh:mm:ss` in an IANA zone. */
export function localInZone(utc: number, zone: string): string {
  return fromUtc(utc, zone).local;
}

/** Minutes east of UTC. */
export function offsetMinutesAt(utc: number, zone: string): number {
  return zoneRules(zone).offsetAt(utc) / 60_000;
}

/** The same instant in another zone; dates and floating values stay as they are. */
export function inZone(point: TimePoint, zone: string, definitions?: ZoneDefinitions): TimePoint {
  if (isDate(point) || point.zone === null || point.zone === zone) return point;
  return fromUtc(toUtc(point, UTC, definitions), zone, definitions);
}
