import { LRUCache } from 'lru-cache';
import { invalidInput } from '../errors.js';

export const frequencies = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];

/** BYDAY item: 0 = Sunday … 6 = Saturday, and which one of the period (absent = every one). */
export interface WeekdayOf {
  day: number;
  nth?: number;
}

export interface Rule {
  frequency: Frequency;
  interval: number;
  count?: number;
  /** As written, in extended form: `YYYY-MM-DD`, `YYYY-MM-DDThh:mm:ss`, or with `Z`. */
  until?: string;
  bySecond?: number[];
  byMinute?: number[];
  byHour?: number[];
  byDay?: WeekdayOf[];
  byMonthDay?: number[];
  byYearDay?: number[];
  byWeekNo?: number[];
  byMonth?: number[];
  bySetPos?: number[];
  /** 0 = Sunday; default Monday. */
  weekStart: number;
  /** RFC 7529; anything but GREGORIAN cannot be expanded. */
  rscale?: string;
  skip?: 'OMIT' | 'BACKWARD' | 'FORWARD';
}

/** RFC 7529: another calendar scale is kept and not computed. */
export function isComputed({ rscale }: Rule): boolean {
  return rscale === undefined || rscale === 'GREGORIAN';
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

function refuse(reason: string): never {
  throw invalidInput('recurrence', `Invalid recurrence rule: ${reason}`, { code: 'invalid-rrule' });
}

/** Parts in the order of RFC 5545 §3.3.10 with their readers; X- parts are ignored. */
const readers: Record<string, (rule: Rule, value: string) => void> = {
  FREQ: (rule, value) => {
    rule.frequency = frequencies.find((name) => name === value) ?? refuse(`unknown FREQ ${value.slice(0, 20)}`);
  },
  INTERVAL: (rule, value) => (rule.interval = positive('INTERVAL', value)),
  COUNT: (rule, value) => (rule.count = positive('COUNT', value)),
  UNTIL: (rule, value) => (rule.until = readUntil(value)),
  BYSECOND: (rule, value) => (rule.bySecond = numbers('BYSECOND', value, 0, 60)),
  BYMINUTE: (rule, value) => (rule.byMinute = numbers('BYMINUTE', value, 0, 59)),
  BYHOUR: (rule, value) => (rule.byHour = numbers('BYHOUR', value, 0, 23)),
  BYDAY: (rule, value) => (rule.byDay = list(value).map(readWeekday)),
  BYMONTHDAY: (rule, value) => (rule.byMonthDay = signed('BYMONTHDAY', value, 31)),
  BYYEARDAY: (rule, value) => (rule.byYearDay = signed('BYYEARDAY', value, 366)),
  BYWEEKNO: (rule, value) => (rule.byWeekNo = signed('BYWEEKNO', value, 53)),
  BYMONTH: (rule, value) => (rule.byMonth = readMonths(rule, value)),
  BYSETPOS: (rule, value) => (rule.bySetPos = signed('BYSETPOS', value, 366)),
  WKST: (rule, value) => (rule.weekStart = weekdayNumber(value)),
  RSCALE: (rule, value) => (rule.rscale = value),
  SKIP: (rule, value) =>
    (rule.skip =
      (['OMIT', 'BACKWARD', 'FORWARD'] as const).find((name) => name === value) ??
      refuse(`unknown SKIP ${value.slice(0, 20)}`)),
};

/** Most series of a calendar follow one of a few rules. A longer text than any of these is read each time. */
const known = new LRUCache<string, Rule>({ max: 1_000 });
const longestKnown = 200;

/** Reads a RECUR value (RFC 5545 §3.3.10). Letter case does not matter; InvalidInput `invalid-rrule` when it is none. */
export function parseRule(text: string): Rule {
  const found = known.get(text);
  if (found) return found;
  const rule = Object.freeze(readRule(text));
  if (text.length <= longestKnown) known.set(text, rule);
  return rule;
}

function readRule(text: string): Rule {
  const rule: Rule = { frequency: 'DAILY', interval: 1, weekStart: 1 };
  const seen = new Set<string>();
  for (const part of text.trim().toUpperCase().split(';')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at < 1) refuse(`${part.slice(0, 20)} is no part`);
    if (seen.has(name)) refuse(`${name.slice(0, 20)} is given twice`);
    seen.add(name);
    if (readers[name]) readers[name](rule, part.slice(at + 1).trim());
    else if (!name.startsWith('X-')) refuse(`unknown part ${name.slice(0, 20)}`);
  }
  checkParts(rule, seen);
  return rule;
}

function checkParts(rule: Rule, seen: Set<string>): void {
  if (!seen.has('FREQ')) refuse('FREQ is missing');
  if (rule.count !== undefined && rule.until !== undefined) refuse('COUNT and UNTIL exclude each other');
  if (rule.skip && !rule.rscale) refuse('SKIP needs RSCALE');
  if (rule.byWeekNo && rule.frequency !== 'YEARLY') refuse('BYWEEKNO needs FREQ=YEARLY');
  if (rule.bySetPos && ![...seen].some((name) => name.startsWith('BY') && name !== 'BYSETPOS'))
    refuse('BYSETPOS needs another BY part');
  if (rule.byDay?.some((item) => item.nth !== undefined)) checkOrdinals(rule);
}

function checkOrdinals({ byWeekNo, frequency }: Rule): void {
  if (byWeekNo) refuse('BYDAY with numbers and BYWEEKNO exclude each other');
  if (frequency !== 'MONTHLY' && frequency !== 'YEARLY') refuse('BYDAY with numbers needs FREQ=MONTHLY or YEARLY');
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function positive(name: string, value: string): number {
  if (!/^\d{1,15}$/.test(value) || Number(value) < 1) refuse(`${name} must be a whole number above 0`);
  return Number(value);
}

function numbers(name: string, value: string, low: number, high: number): number[] {
  const items = list(value).map((item) =>
    /^[+-]?\d{1,4}$/.test(item) ? Number(item) : refuse(`${name} must hold numbers`),
  );
  if (items.length === 0 || items.some((item) => item < low || item > high)) refuse(`${name} is out of range`);
  return [...new Set(items)].sort((a, b) => a - b);
}

function signed(name: string, value: string, high: number): number[] {
  const items = numbers(name, value, -high, high);
  return items.includes(0) ? refuse(`${name} cannot hold 0`) : items;
}

function readMonths(rule: Rule, value: string): number[] {
  // A leap month ("5L") exists in other calendar scales only; such a rule is kept, never expanded.
  if (/L/.test(value)) {
    rule.rscale ??= 'UNKNOWN';
    return numbers('BYMONTH', value.replaceAll('L', ''), 1, 13);
  }
  return numbers('BYMONTH', value, 1, rule.rscale && rule.rscale !== 'GREGORIAN' ? 13 : 12);
}

function weekdayNumber(value: string): number {
  const day = weekdays.indexOf(value);
  return day >= 0 ? day : refuse(`unknown weekday ${value.slice(0, 20)}`);
}

function readWeekday(item: string): WeekdayOf {
  const match = /^([+-]?\d{1,3})?([A-Z]{2})$/.exec(item) ?? refuse(`unknown weekday ${item.slice(0, 20)}`);
  const day = weekdayNumber(match[2]!);
  if (match[1] === undefined) return { day };
  const nth = Number(match[1]);
  return nth !== 0 && Math.abs(nth) <= 53 ? { day, nth } : refuse('BYDAY is out of range');
}

function readUntil(value: string): string {
  const match =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/.exec(value) ?? refuse('UNTIL is no date or date-time');
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  return match[4] === undefined ? date : `${date}T${match[4]}:${match[5]}:${match[6]}${match[7] ?? ''}`;
}
