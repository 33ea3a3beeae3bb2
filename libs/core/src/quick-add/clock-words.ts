import { casual, type ParsedComponents, type ParsedResult, type ParsingOption } from 'chrono-node';
import { civilDate } from '../time/civil.js';
import { localInZone, offsetMinutesAt } from '../time/convert.js';

/** When and where a line is read. */
export interface QuickAddContext {
  /** Epoch milliseconds. */
  now: number;
  /** IANA zone of the calendar. */
  zone: string;
}

/** What a line says about time: at most one day and one time of day, which are one result when they stand together. */
export interface TimeWords {
  dated: ParsedResult | undefined;
  timed: ParsedResult | undefined;
}

type Components = ParsedComponents & { assign(name: 'hour' | 'meridiem', value: number): unknown };

const english = casual.clone();
// Before chrono's own refiners, the last of which moves times that are over to the next day.
english.refiners.unshift({
  refine: (_, results) => {
    for (const { text, start, end } of results) {
      if (/\d[:.]\d\d/.test(text)) continue;
      for (const part of [start, end]) if (part) preferAfternoon(part);
    }
    return results;
  },
});

/** "at 5" is in the afternoon, "at 8" and "at 5:00" are not. */
function preferAfternoon(part: Components): void {
  const hour = part.get('hour')!;
  if (!part.isCertain('hour') || part.isCertain('meridiem') || hour < 1 || hour > 6) return;
  part.assign('hour', hour + 12);
  part.assign('meridiem', 1);
}

/** Words that chrono gives an hour, which it holds for uncertain. */
const dayPart = /\b(?:morning|afternoon|evening|tonight|night|midnight|noon)\b/i;

export function readWords(text: string, context: QuickAddContext): TimeWords {
  const results = parse(text, context, { forwardDate: true });
  return {
    dated: results.find(({ start }) => ['day', 'weekday', 'month'].some((name) => start.isCertain(name as 'day'))),
    timed: results.find(({ start, text: words }) => start.isCertain('hour') || dayPart.test(words)),
  };
}

/** The day that words such as "end of May" name. */
export function dayIn(text: string, context: QuickAddContext): string | undefined {
  const [result] = parse(text, context, { forwardDate: true });
  return result && localOf(result.start, context.zone).slice(0, 10);
}

function parse(text: string, { now, zone }: QuickAddContext, options: ParsingOption): ParsedResult[] {
  return english.parse(text, { instant: new Date(now), timezone: offsetMinutesAt(now, zone) }, options);
}

/** Wall clock in `zone`, as which words without a zone of their own ("3pm EST", "in 2 hours") are read. */
export function localOf(part: ParsedComponents, zone: string): string {
  if (part.isCertain('timezoneOffset')) return `${localInZone(part.date().getTime(), zone).slice(0, 17)}00`;
  const date = civilDate(Date.UTC(part.get('year')!, part.get('month')! - 1, part.get('day')!));
  return `${date}T${two(part.get('hour') ?? 0)}:${two(part.get('minute') ?? 0)}:00`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
