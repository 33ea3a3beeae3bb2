import type { ParsedResult } from 'chrono-node';
import { invalidInput } from '../errors.js';
import { emptyRecurrence } from '../merge/series.js';
import type { EventData } from '../model/event-data.js';
import type { SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { addDays, civilMillis, civilText } from '../time/civil.js';
import { fromUtc, localInZone, toUtc } from '../time/convert.js';
import { dayIn, localOf, readWords, type QuickAddContext, type TimeWords } from './clock-words.js';
import { firstFit, takeRecurrence, type Phrase } from './phrases.js';

const longest = 1_024;
const minute = 60_000;

/**
 * An event from a line of English ("Lunch at Noma tomorrow 12:30"): title, time, place, recurrence. What names no time is an
 * hour from the next half hour on; a day without a time is all-day. InvalidInput for no text, or more than 1024 characters.
 */
export function quickAdd(text: string, context: QuickAddContext): SeriesDraft {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') throw invalidInput('text', 'There is no text.', { code: 'required' });
  if (line.length > longest) throw invalidInput('text', `The text is longer than ${longest} characters.`);
  const phrase = takeRecurrence(line);
  const words = readWords(phrase.text, context);
  const { start, end } = readTime(phrase, words, context);
  const { rest, place } = takePlace(without(phrase.text, words));
  const rule = ruleOf(phrase, words, { ...context, start });
  const master: EventData = {
    title: rest === line ? line : tidy(rest) || line,
    start,
    end,
    useDefaultAlarms: true,
    ...(place ? { locations: [{ name: place }] } : {}),
  };
  return {
    kind: 'event',
    master,
    overrides: [],
    ...(rule ? { recurrence: { ...emptyRecurrence(), rules: [rule] } } : {}),
  };
}

interface Span {
  start: TimePoint;
  end: TimePoint;
}

function readTime(phrase: Phrase, { dated, timed }: TimeWords, context: QuickAddContext): Span {
  const date = dateOf(phrase, { dated, timed }, context);
  if (timed) return timedSpan(timed, date, phrase, context.zone);
  if (dated || phrase.rule || phrase.fits) return daySpan(dated, date, phrase, context.zone);
  const step = 30 * minute;
  const { local } = fromUtc(Math.ceil(context.now / step) * step, context.zone);
  return spanFrom(local, phrase, context.zone);
}

/** The named day; for "every Tuesday" the first one from today on whose time is not over. */
function dateOf({ fits }: Phrase, { dated, timed }: TimeWords, { now, zone }: QuickAddContext): string {
  const named = dated ?? (fits ? undefined : timed);
  if (named) {
    const date = localOf(named.start, zone).slice(0, 10);
    return fits ? firstFit(date, fits) : date;
  }
  const today = localInZone(now, zone);
  const date = today.slice(0, 10);
  if (!fits) return date;
  const isOver = timed !== undefined && localOf(timed.start, zone).slice(11) <= today.slice(11);
  return firstFit(isOver ? addDays(date, 1) : date, fits);
}

/** The time of day of `result` on `date`. Without an end it lasts as long as the line says, or an hour. */
function timedSpan(result: ParsedResult, date: string, phrase: Phrase, zone: string): Span {
  const local = localOf(result.start, zone);
  const start = `${date}${local.slice(10)}`;
  if (!result.end?.isCertain('hour')) return spanFrom(start, phrase, zone);
  const end = civilMillis(localOf(result.end, zone)) - civilMillis(local) + civilMillis(start);
  // "22:00-02:00" ends on the next day; "Friday 8pm - Thursday 2am" has no end that could be meant.
  const whole = end > civilMillis(start) ? end : end + 1_440 * minute;
  if (whole <= civilMillis(start)) return spanFrom(start, phrase, zone);
  return { start: { local: start, zone }, end: { local: civilText(whole), zone } };
}

function spanFrom(start: string, { minutes = 60 }: Phrase, zone: string): Span {
  return { start: { local: start, zone }, end: { local: civilText(civilMillis(start) + minutes * minute), zone } };
}

function daySpan(dated: ParsedResult | undefined, date: string, phrase: Phrase, zone: string): Span {
  const last = dated?.end && !phrase.rule ? localOf(dated.end, zone).slice(0, 10) : date;
  const days = Math.max(1, Math.ceil((phrase.minutes ?? 0) / 1_440));
  const end = last > date ? addDays(last, 1) : addDays(date, days);
  return { start: { local: date, zone: null }, end: { local: end, zone: null } };
}

interface RuleContext extends QuickAddContext {
  start: TimePoint;
}

/** Until the named day, or the last of a span of days ("every weekday from March 9 to March 13"). */
function ruleOf({ rule, until }: Phrase, { dated }: TimeWords, context: RuleContext): string | undefined {
  if (rule === undefined) return undefined;
  const span = dated?.end?.isCertain('day') ? localOf(dated.end, context.zone).slice(0, 10) : undefined;
  const last = until === undefined ? span : dayIn(until, context);
  if (last === undefined || rule.includes('COUNT')) return rule;
  return `${rule};UNTIL=${untilText(last, context)}`;
}

/** RFC 5545 §3.3.10: a date for all-day events, else the end of that day in UTC. */
function untilText(date: string, { start, zone }: RuleContext): string {
  if (start.zone === null) return date.replaceAll('-', '');
  const end = civilText(toUtc({ local: `${date}T23:59:59`, zone }, zone));
  return `${end.replaceAll(/[-:]/g, '')}Z`;
}

function without(text: string, { dated, timed }: TimeWords): string {
  const results = [...new Set([dated, timed].filter((item) => item !== undefined))];
  return results
    .toSorted((a, b) => b.index - a.index)
    .reduce((rest, { index, text: words }) => `${rest.slice(0, index)} ${rest.slice(index + words.length)}`, text);
}

/** "at Noma": what follows up to the next such word is the place. */
const place =
  /(?:^|\s)(?:at|@) +(?!(?:with|on|for|from|at)\b)([^\d\s,][^,]*?)(?= +(?:with|on|from|for|to|by|at)\b|,| *$)/i;

function takePlace(text: string): { rest: string; place?: string } {
  const match = place.exec(text);
  if (!match) return { rest: text };
  return {
    rest: `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`,
    place: match[1]!.trim(),
  };
}

/** Without the little words that a time leaves behind. */
function tidy(text: string): string {
  const words = text.split(/\s+/).filter(Boolean);
  const isLoose = (word: string | undefined): boolean => /^(?:on|at|from|by|in|starting|-|–|,|@)$/i.test(word ?? '');
  while (isLoose(words.at(-1))) words.pop();
  while (words.length > 1 && /^(?:on|at|-|–|,|@)$/i.test(words[0]!)) words.shift();
  return words
    .join(' ')
    .replaceAll(/ ,/g, ',')
    .replaceAll(/^[\s,:;-]+|[\s,:;-]+$/g, '');
}
