import { LRUCache } from 'lru-cache';
import { IanaZone, ListedZone, type ZoneRules } from './zone-table.js';
import { fromWindows, isListedName } from './windows-zones.js';

const zones = new LRUCache<string, ZoneRules>({ max: 700 });
const utcRules: ZoneRules = new ListedZone([], 0);
const utcNames = new Set([
  'Etc/UTC',
  'UTC',
  'Z',
  'GMT',
  'Etc/GMT',
  'Etc/Zulu',
  'Zulu',
  'UCT',
  'Etc/UCT',
  'Universal',
  'Etc/Universal',
]);
const namePattern = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/** Exactly an IANA name, letter case included (`europe/berlin` is none). Never touches a file. */
export function isKnownZone(name: string): boolean {
  return rulesOf(name) !== null;
}

/** The rules of an IANA zone; null when there is no such zone. */
export function rulesOf(name: string): ZoneRules | null {
  if (name === 'Etc/UTC') return utcRules;
  const known = zones.get(name);
  if (known) return known;
  const made = makeRules(name);
  if (made) zones.set(name, made);
  return made;
}

function makeRules(name: string): ZoneRules | null {
  if (name.length > 64 || !namePattern.test(name)) return null;
  if (utcNames.has(name)) return name === 'Z' ? null : utcRules;
  try {
    return isListedName(name) ? new IanaZone(name) : null;
  } catch {
    return null;
  }
}

/**
 * The IANA zone that a TZID means: an IANA name as it is, `UTC` and its like, a Windows name, or a name behind a vendor's
 * prefix (`/freeassociation.sourceforge.net/Europe/Berlin`). Null when nobody knows it.
 */
export function canonicalZone(tzid: string): string | null {
  const name = tzid.trim().replace(/^"(.*)"$/, '$1');
  if (utcNames.has(name)) return 'Etc/UTC';
  if (isKnownZone(name)) return name;
  return fromWindows(name) ?? behindPrefix(name);
}

function behindPrefix(name: string): string | null {
  const parts = name.split('/').filter((part) => part !== '');
  for (let i = 1; i < Math.min(parts.length, 6); i += 1) {
    const rest = parts.slice(i).join('/');
    if (rest.includes('/') && isKnownZone(rest)) return rest;
  }
  return null;
}
