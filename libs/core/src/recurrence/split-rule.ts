import { dateOf } from '../time/days.js';
import { civilDate, civilText } from '../time/civil.js';
import { Budget } from './budget.js';
import type { Pattern } from './pattern.js';
import type { Rule } from './rule.js';
import { RuleStarts } from './rule-starts.js';
import { untilOf } from './starts.js';

const day = 86_400_000;

/** Where a series is cut: the first start of the second part. */
export interface Cut {
  civil: number;
  key: number;
}

const compact = (text: string): string => text.replaceAll(/[-:]/g, '');

/** A part of a rule's text, all else as written; undefined takes it out. */
export function withPart(text: string, name: string, value: string | number | undefined): string {
  const parts = text.split(';').filter((part) => part.trim() !== '' && !isPart(part, name));
  const at = text.split(';').findIndex((part) => isPart(part, name));
  if (value !== undefined) parts.splice(at < 0 ? parts.length : at, 0, `${name}=${value}`);
  return parts.join(';');
}

function isPart(part: string, name: string): boolean {
  return part.slice(0, part.indexOf('=')).trim().toUpperCase() === name;
}

/** A rule without what says where it ends: what two halves of one rule have in common. */
export function endless(text: string): string {
  return withPart(withPart(text, 'COUNT', undefined), 'UNTIL', undefined).toUpperCase();
}

/** What SKIP moves is lent by DTSTART; the second part starts elsewhere, so the rule has to say it itself. */
export function withOwnDay(text: string, rule: Rule, civilStart: number): string {
  if (!rule.skip || rule.skip === 'OMIT' || rule.byMonthDay || rule.byDay || rule.byYearDay || rule.byWeekNo)
    return text;
  const { month, day: date } = dateOf(Math.floor(civilStart / day));
  if (rule.frequency === 'MONTHLY') return withPart(text, 'BYMONTHDAY', date);
  if (rule.frequency !== 'YEARLY') return text;
  return withPart(rule.byMonth ? text : withPart(text, 'BYMONTH', month), 'BYMONTHDAY', date);
}

/** The rule until just before the cut (RFC 5545 §3.3.10: UNTIL is UTC in a series with a zone). */
export function headRule(pattern: Pattern, text: string, rule: Rule, cut: Cut): string {
  const isOver =
    rule.count === undefined
      ? untilOf(pattern, rule).until < cut.civil
      : countBefore(pattern, rule, cut.civil) >= rule.count;
  if (isOver) return text;
  return withPart(withPart(text, 'COUNT', undefined), 'UNTIL', untilText(pattern, cut));
}

function untilText({ isAllDay, start }: Pattern, { civil, key }: Cut): string {
  if (isAllDay) return compact(civilDate(civil - day));
  if (start.zone === null) return compact(civilText(civil - 1000));
  return `${compact(civilText(key - 1000))}Z`;
}

/** The rule from the cut on; null when it has ended before. */
export function tailRule(pattern: Pattern, text: string, rule: Rule, cut: Cut): string | null {
  if (rule.until !== undefined) return untilOf(pattern, rule).until < cut.civil ? null : text;
  if (rule.count === undefined) return text;
  const left = rule.count - countBefore(pattern, rule, cut.civil);
  return left > 0 ? withPart(text, 'COUNT', left) : null;
}

/** Starts of one rule before the cut, DTSTART among them; bounded by the steps of the longest rule that is counted. */
export function countBefore(pattern: Pattern, rule: Rule, civil: number): number {
  const range = { from: -Infinity, to: civil - 1 };
  const starts = new RuleStarts(
    { rule, start: pattern.civilStart, ...untilOf(pattern, rule) },
    range,
    new Budget(1_000_000),
  );
  let count = 0;
  while (starts.next() < Infinity) count += 1;
  return count;
}
