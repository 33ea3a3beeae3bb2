import ICAL from 'ical.js';
import type { JCalComponent, JCalProperty } from '../model/shadow.js';
import { Budget } from '../recurrence/budget.js';
import { parseRule } from '../recurrence/rule.js';
import { RuleStarts } from '../recurrence/rule-starts.js';
import { civilMillis } from './civil.js';
import { ListedZone, type Transition, type ZoneRules } from './zone-table.js';

const known = new WeakMap<JCalComponent, ZoneRules>();
/** Changes of one definition, and the years for which its rules are computed; what holds at their end goes on. */
const maxChanges = 1_000;
const firstYear = Date.UTC(1900, 0, 1);
const lastYear = Date.UTC(2100, 0, 1);

/** Rules of a VTIMEZONE in jCal, computed from its own observances within a budget; broken parts are left out. */
export function customRules(definition: JCalComponent): ZoneRules {
  const made = known.get(definition) ?? readRules(definition);
  known.set(definition, made);
  return made;
}

function readRules([, , parts]: JCalComponent): ZoneRules {
  const observances: Observance[] = [];
  for (const part of parts.slice(0, maxChanges))
    observances.push(...observancesOf(part).slice(0, maxChanges - observances.length));
  observances.sort((a, b) => a.at - b.at);
  const initial = observances[0]?.before ?? 0;
  return new ListedZone(observances, initial);
}

interface Observance extends Transition {
  before: number;
}

function observancesOf([, properties]: JCalComponent): Observance[] {
  const text = (name: string): string[] => properties.filter((property) => property[0] === name).flatMap(valuesOf);
  const [before, offset] = [offsetOf(text('tzoffsetfrom')[0]), offsetOf(text('tzoffsetto')[0])];
  const start = text('dtstart')[0];
  if (start === undefined || offset === null) return [];
  const from = before ?? offset;
  return onsets({ start, rules: text('rrule'), dates: text('rdate') }, from).map((civil) => ({
    at: civil - from,
    offset,
    before: from,
  }));
}

function valuesOf(property: JCalProperty): string[] {
  return property.slice(3).map((value) => (typeof value === 'string' ? value : ruleText(value)));
}

function ruleText(value: unknown): string {
  try {
    return ICAL.Recur.fromData(value as never).toString();
  } catch {
    return '';
  }
}

/** UTC offset as jCal has it (`+01:00`) or as iCalendar has it (`+0100`), in milliseconds. */
function offsetOf(text: string | undefined): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?$/.exec(text ?? '');
  if (!match || Number(match[2]) > 23 || Number(match[3]) > 59) return null;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return (match[1] === '-' ? -seconds : seconds) * 1000;
}

interface Onsets {
  start: string;
  rules: string[];
  dates: string[];
}

/** Civil times at which the observance begins, on the clock before it (`from`). */
function onsets({ start, rules, dates }: Onsets, from: number): number[] {
  const first = civilMillis(start.replace('Z', ''));
  const budget = new Budget(20_000);
  const ruled = rules.flatMap((text) => ruledOnsets(text, { first, from }, budget));
  const dated = dates.map((date) => civilMillis(date.replace('Z', '').slice(0, 19)));
  return [...new Set([first, ...ruled, ...dated])].filter((civil) => Number.isFinite(civil));
}

/** RFC 5545 §3.6.5: UNTIL is in UTC. */
function lastOnset(until: string | undefined, from: number): number {
  if (until === undefined) return lastYear;
  if (until.length === 10) return civilMillis(until) + 86_399_999;
  return civilMillis(until.slice(0, 19)) + (until.endsWith('Z') ? from : 0);
}

function ruledOnsets(text: string, { first, from }: { first: number; from: number }, budget: Budget): number[] {
  try {
    const rule = parseRule(text);
    const until = lastOnset(rule.until, from);
    // Outlook's rules begin in 1601.
    const range = { from: Math.max(first, firstYear), to: Math.min(until, lastYear) };
    const starts = new RuleStarts({ rule, start: first, until: range.to }, range, budget);
    const result: number[] = [];
    for (let civil = starts.next(); civil < Infinity && result.length < maxChanges; civil = starts.next())
      result.push(civil);
    return result;
  } catch {
    return [];
  }
}
