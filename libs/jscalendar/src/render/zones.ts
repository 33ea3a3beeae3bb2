import { isPlainObject, type JCalComponent, type Json, type SeriesDraft } from '@dayferry/core';
import { defined } from './keys.js';
import { ruleOf } from './rule.js';

/** Definitions of the zones in use that are not IANA's (RFC 8984 §4.7.2). */
export function timeZonesOf(series: SeriesDraft, used: Set<string>): Json | undefined {
  const own = Object.entries(series.timeZones ?? {}).filter(([id]) => used.has(id));
  return defined(Object.fromEntries(own.map(([id, definition]) => [id, zoneOf(id, definition)])));
}

function zoneOf(id: string, [, , parts]: JCalComponent): Json {
  const rules = (name: string): Json[] | undefined => {
    const found = parts.filter((part) => part[0] === name).map(observanceOf);
    return found.length > 0 ? found : undefined;
  };
  return defined({
    '@type': 'TimeZone',
    tzId: id.slice(1),
    standard: rules('standard'),
    daylight: rules('daylight'),
  }) as Json;
}

function observanceOf([, properties]: JCalComponent): Json {
  const value = (name: string): Json | undefined => properties.find((property) => property[0] === name)?.[3];
  const text = (name: string): string => textOf(value(name));
  const start = text('dtstart').replace('Z', '');
  const rule = value('rrule');
  const names = properties
    .filter((property) => property[0] === 'tzname')
    .map((property) => [textOf(property[3]), true]);
  return defined({
    '@type': 'TimeZoneRule',
    start,
    offsetFrom: text('tzoffsetfrom').replaceAll(':', ''),
    offsetTo: text('tzoffsetto').replaceAll(':', ''),
    recurrenceRules: rule === undefined ? undefined : [ruleOf(ruleText(rule), { local: start, zone: null })],
    names: names.length > 0 ? (Object.fromEntries(names) as Json) : undefined,
  }) as Json;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A recur object as it is in jCal (RFC 7265 §3.6.10), or the text of one. */
function ruleText(rule: Json): string {
  if (!isPlainObject(rule)) return textOf(rule);
  const part = (value: Json): string => (Array.isArray(value) ? value.map(textOf).join(',') : textOf(value));
  return Object.entries(rule)
    .map(([name, value]) => `${name.toUpperCase()}=${part(value).replaceAll(/[-:](?=\d{2})/g, '')}`)
    .join(';');
}
