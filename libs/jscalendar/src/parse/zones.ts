import { isPlainObject, type JCalComponent, type JCalProperty, type SeriesDraft } from '@dayferry/core';
import { readRules } from './rule.js';
import { Members, wrong } from './values.js';

/** timeZones as VTIMEZONEs in jCal, by `/id`. */
export function readTimeZones(members: Members): SeriesDraft['timeZones'] {
  const zones = members.map('timeZones').map(([id, zone]) => {
    if (!id.startsWith('/')) throw wrong(zone.path, 'the id of a custom time zone begins with a slash.');
    return [id, readZone(id, zone)] as const;
  });
  return zones.length > 0 ? Object.fromEntries(zones) : undefined;
}

function readZone(id: string, zone: Members): JCalComponent {
  const parts = [...readObservances(zone, 'standard'), ...readObservances(zone, 'daylight')];
  if (parts.length === 0) throw wrong(zone.path, 'needs at least one rule.');
  return ['vtimezone', [['tzid', {}, 'text', id.slice(1)]], parts];
}

function readObservances(zone: Members, name: 'standard' | 'daylight'): JCalComponent[] {
  const rules = zone.raw(name) ?? [];
  if (!Array.isArray(rules) || rules.length > 1000) throw wrong(zone.at(name), 'must be a list.');
  return rules.map((rule, i) => {
    const path = `${zone.at(name)}/${i}`;
    if (!isPlainObject(rule)) throw wrong(path, 'must be an object.');
    return [name, observance(new Members(rule, path)), []];
  });
}

function observance(members: Members): JCalProperty[] {
  const start = members.local('start');
  if (start === undefined) throw wrong(members.at('start'), 'is missing.');
  const offset = (name: string): string => {
    const match = /^([+-]\d{2})(\d{2})(\d{2})?$/.exec(members.string(name) ?? '');
    if (!match) throw wrong(members.at(name), 'must be an offset such as +0100.');
    return `${match[1]}:${match[2]}${match[3] ? `:${match[3]}` : ''}`;
  };
  return [
    ['dtstart', {}, 'date-time', start],
    ['tzoffsetfrom', {}, 'utc-offset', offset('offsetFrom')],
    ['tzoffsetto', {}, 'utc-offset', offset('offsetTo')],
    ...readRules(members, 'recurrenceRules', { local: start, zone: null }).map((rule): JCalProperty => [
      'rrule',
      {},
      'recur',
      rule,
    ]),
    ...(members.set('names') ?? []).map((name): JCalProperty => ['tzname', {}, 'text', name]),
  ];
}
