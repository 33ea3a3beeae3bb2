import {
  canonicalZone,
  isKnownZone,
  isSame,
  type JCalComponent,
  type JCalProperty,
  type Json,
  sameRules,
  type TimePoint,
  UTC,
} from '@dayferry/core';
import type { Parameters } from '../text/content-line.js';
import { refusal } from '../text/refuse.js';
import { madeHere } from './carriers.table.js';
import { textOf } from '../text/text-of.js';

/** Observances of one VTIMEZONE. */
const maxObservances = 1_000;
/** Years over which an unnamed definition is compared with a known zone. */
const compared = [2010, 2037] as const;

/** What the TZIDs of one VCALENDAR mean: IANA name, known alias, equal rules, a zone of its own. */
export class ZoneTable {
  private readonly byTzid = new Map<string, string | null>();
  private readonly definitions = new Map<string, JCalComponent>();

  constructor(
    components: JCalComponent[],
    private readonly calendarZone: string | undefined,
  ) {
    for (const component of components) {
      const name = tzidOfDefinition(component);
      // The first of two definitions counts (a stored object with two is refused before).
      if (name !== undefined && !this.definitions.has(name)) this.definitions.set(name, component);
    }
  }

  /** An IANA name, `/<tzid>` for a zone that only the object defines, null when nobody knows it. */
  zoneOf(tzid: string): string | null {
    const known = this.byTzid.get(tzid);
    if (known !== undefined) return known;
    // Never a file name (`../../etc/localtime`).
    if (tzid.length > 255 || tzid.includes('..'))
      throw refusal('valid-calendar-data', 'A TZID cannot be used.', 'tzid');
    const zone = canonicalZone(tzid) ?? this.fromDefinition(tzid);
    this.byTzid.set(tzid, zone);
    return zone;
  }

  /** True when both define a TZID, and differently. */
  contradicts(other: ZoneTable): boolean {
    return [...other.definitions].some(
      ([name, definition]) => this.definitions.has(name) && !isSame(this.definitions.get(name), definition),
    );
  }

  /** This table and what the other one adds. */
  with(other: ZoneTable): ZoneTable {
    const isAdding = [...other.definitions.keys()].some((name) => !this.definitions.has(name));
    return isAdding
      ? new ZoneTable([...this.definitions.values(), ...other.definitions.values()], this.calendarZone)
      : this;
  }

  definitionOf(tzid: string): JCalComponent | undefined {
    return this.definitions.get(tzid.trim());
  }

  private fromDefinition(tzid: string): string | null {
    const definition = this.definitionOf(tzid);
    if (!definition) return null;
    assertUsable(definition);
    const hint = definition[1].find(([name]) => name === 'x-lic-location')?.[3];
    const candidates = [typeof hint === 'string' ? canonicalZone(hint) : null, this.calendarZone].filter(
      (zone) => zone !== null && zone !== undefined,
    );
    const same = candidates.find((zone) => isKnownZone(zone) && sameRules(definition, zone, ...compared));
    return same ?? keyOf(tzid);
  }
}

/** The zones of one object: those of its VCALENDAR that it uses. */
export class ZoneNames {
  private readonly used = new Map<string, string | null>();

  constructor(private readonly table: ZoneTable) {}

  zoneOf(tzid: string): string | null {
    const zone = this.table.zoneOf(tzid);
    this.used.set(tzid, zone);
    return zone;
  }

  /** Definitions worth keeping: those under names that are not simply the IANA zone's. */
  kept(): Record<string, JCalComponent> | undefined {
    const kept: Record<string, JCalComponent> = {};
    for (const [tzid, zone] of this.used) {
      const definition = this.table.definitionOf(tzid);
      if (!definition || zone === tzid || zone === UTC || definition[1].some(([name]) => name === madeHere)) continue;
      assertUsable(definition);
      kept[keyOf(tzid)] = definition;
    }
    return Object.keys(kept).length > 0 ? kept : undefined;
  }
}

function keyOf(tzid: string): string {
  return `/${tzid.trim().replace(/^\/+/, '')}`;
}

export function tzidOfDefinition([, properties]: JCalComponent): string | undefined {
  const tzid = properties.find(([name]) => name === 'tzid')?.[3];
  return typeof tzid === 'string' ? tzid.trim() : undefined;
}

/** RFC 5545 §3.6.5: a definition says its offsets, which lie within a day. */
function assertUsable([, , observances]: JCalComponent): void {
  if (observances.length > maxObservances)
    throw refusal('valid-calendar-data', 'A VTIMEZONE has too many parts.', 'vtimezone');
  const offsets = observances.flatMap(([, properties]) =>
    properties.filter(([name]) => name === 'tzoffsetto' || name === 'tzoffsetfrom'),
  );
  const isSound = offsets.every(
    ([, , type, value]) => type === 'utc-offset' && /^[+-](?:[01]\d|2[0-3]):[0-5]\d/.test(textOf(value)),
  );
  const rules = observances.flatMap(([, properties]) => properties.filter(([name]) => name === 'rrule'));
  if (rules.some(([, , , rule]) => /FREQ=(?:SECONDLY|MINUTELY|HOURLY)/i.test(textOf(rule)))) {
    throw refusal('valid-calendar-data', 'A VTIMEZONE changes too often.', 'vtimezone');
  }
  if (!isSound) throw refusal('valid-calendar-data', 'A VTIMEZONE has an offset that cannot be.', 'vtimezone');
}

/** A DTSTART-like property as a point; null when its value is no date or date-time. */
export function toPoint([, parameters, type, value]: JCalProperty, zones: ZoneNames): TimePoint | null {
  return type === 'date' || type === 'date-time' ? pointOf(value, parameters, zones) : null;
}

/**
 * An unknown TZID without a definition is kept as written, and the time is read as floating: nothing else is known of it
 * (its writer's own zone is as likely as the calendar's).
 */
export function pointOf(value: Json | undefined, parameters: Parameters, zones: ZoneNames): TimePoint | null {
  if (typeof value !== 'string') return null;
  if (value.length === 10) return { local: value, zone: null };
  const local = value.slice(0, 19);
  if (value.endsWith('Z')) return { local, zone: UTC };
  const tzid = [parameters.tzid ?? ''].flat().join(',');
  if (tzid === '') return { local, zone: null };
  const zone = zones.zoneOf(tzid);
  return zone === tzid ? { local, zone } : { local, zone, tzid };
}
