import { formatUtcSeconds, isDate, isPlainObject, type Json, parseRule, type TimePoint, toUtc } from '@dayferry/core';
import { assertLocalDateTime, Members, wrong } from './values.js';

const frequencies = new Set(['yearly', 'monthly', 'weekly', 'daily', 'hourly', 'minutely', 'secondly']);
const weekdays = new Set(['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']);

/** Parts that are lists of numbers, in RFC 5545's order and name. */
const lists: [member: string, part: string][] = [
  ['bySecond', 'BYSECOND'],
  ['byMinute', 'BYMINUTE'],
  ['byHour', 'BYHOUR'],
  ['byMonthDay', 'BYMONTHDAY'],
  ['byYearDay', 'BYYEARDAY'],
  ['byWeekNo', 'BYWEEKNO'],
  ['byMonth', 'BYMONTH'],
  ['bySetPosition', 'BYSETPOS'],
];

/** RecurrenceRules as RECUR values. */
export function readRules(members: Members, name: string, start: TimePoint | undefined): string[] {
  const value = members.raw(name);
  if (value === undefined) return [];
  if (name === 'recurrenceRule') return [onlyRule(members, start)];
  if (!Array.isArray(value)) throw wrong(members.at(name), 'must be a list.');
  if (value.length > 0 && !start) throw wrong(members.at(name), 'needs a start or due time.');
  return value.map((item, i) => {
    const path = `${members.at(name)}/${i}`;
    if (!isPlainObject(item)) throw wrong(path, 'must be an object.');
    return readRule(new Members(item, path), start!);
  });
}

/** JSCalendar 2.0 §3.3.3. */
function onlyRule(members: Members, start: TimePoint | undefined): string {
  const rule = members.object('recurrenceRule')!;
  if (!start) throw wrong(members.at('recurrenceRule'), 'needs a start or due time.');
  return readRule(new Members(rule, members.at('recurrenceRule')), start);
}

function readRule(members: Members, start: TimePoint): string {
  const frequency = members.string('frequency');
  if (frequency === undefined || !frequencies.has(frequency))
    throw wrong(members.at('frequency'), 'is missing or unknown.');
  const parts = [`FREQ=${frequency.toUpperCase()}`];
  const add = (part: string, value: string | number | undefined): void => {
    if (value !== undefined) parts.push(`${part}=${value}`);
  };
  add('RSCALE', scaleOf(members));
  add('SKIP', members.string('skip')?.toUpperCase());
  if (parts.some((part) => part.startsWith('SKIP')) && parts.length === 2) parts.push('RSCALE=GREGORIAN');
  add('INTERVAL', members.integer('interval', 1));
  add('COUNT', members.integer('count', 1));
  add('UNTIL', untilOf(members, start));
  add('BYDAY', byDay(members));
  for (const [member, part] of lists) add(part, numbers(members, member));
  add('WKST', members.string('firstDayOfWeek')?.toUpperCase());
  if (members.rest()) throw wrong(members.path, `has the unknown member ${Object.keys(members.rest()!)[0]}.`);
  return checked(parts.join(';'), members.path);
}

/** A calendar of CLDR, in lower case. */
function scaleOf(members: Members): string | undefined {
  const scale = members.string('rscale');
  if (scale !== undefined && !/^[a-z0-9-]{1,32}$/.test(scale))
    throw wrong(members.at('rscale'), 'must be the name of a calendar scale in lower case.');
  return scale?.toUpperCase();
}

function checked(text: string, path: string): string {
  try {
    parseRule(text);
    return text;
  } catch (error) {
    throw wrong(path, (error as Error).message);
  }
}

function untilOf(members: Members, start: TimePoint): string | undefined {
  const until = members.string('until');
  if (until === undefined) return undefined;
  assertLocalDateTime(until, members.at('until'));
  if (isDate(start)) return until.slice(0, 10).replaceAll('-', '');
  const isAbsolute = start.zone !== null && !start.zone.startsWith('/');
  const text = isAbsolute ? formatUtcSeconds(toUtc({ local: until, zone: start.zone }, start.zone!)) : until;
  return text.replaceAll(/[-:]/g, '');
}

function numbers(members: Members, name: string): string | undefined {
  const value = members.raw(name);
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length === 0 || !value.every(isNumeric))
    throw wrong(members.at(name), 'must be a list of numbers with at least one entry.');
  return (value as (string | number)[]).join(',');
}

function isNumeric(item: Json): boolean {
  return Number.isSafeInteger(item) || (typeof item === 'string' && /^\d{1,2}L?$/.test(item));
}

function byDay(members: Members): string | undefined {
  const value = members.raw('byDay');
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length === 0)
    throw wrong(members.at('byDay'), 'must be a list with at least one entry.');
  return value.map((item, i) => nDay(item, `${members.at('byDay')}/${i}`)).join(',');
}

function nDay(item: Json, path: string): string {
  if (!isPlainObject(item) || typeof item.day !== 'string' || !weekdays.has(item.day))
    throw wrong(path, 'must be an NDay with a day.');
  const nth = item.nthOfPeriod;
  if (nth !== undefined && (!Number.isSafeInteger(nth) || nth === 0))
    throw wrong(`${path}/nthOfPeriod`, 'must be a whole number other than 0.');
  return `${typeof nth === 'number' ? nth : ''}${item.day.toUpperCase()}`;
}
