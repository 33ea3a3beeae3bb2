import { expand, isSame, sameRecurrenceId, type ExpandOptions, type Override, type SeriesDraft } from '@dayferry/core';

type Options = Pick<ExpandOptions, 'zone' | 'limits'>;

const day = 86_400_000;

/**
 * 6.9, 6.12: when a v3 client changes the time or the rule of a series, exceptions at places that the new pattern does
 * not have any more are dropped; they would be left behind as events of their own.
 */
export function withoutStrayExceptions(current: SeriesDraft, next: SeriesDraft, options: Options): SeriesDraft {
  if (next.overrides.length === 0 || next.isMasterMissing) return next;
  if (isSame(patternOf(current), patternOf(next))) return next;
  const places = placesOf(next, options);
  return { ...next, overrides: next.overrides.filter((override) => places(override)) };
}

function patternOf({ master, recurrence }: SeriesDraft): object {
  const { rules, exrules, rdates } = recurrence ?? {};
  return { start: master.start, rules, exrules, rdates };
}

/** Tells whether the pattern alone, without exceptions and exclusions, has an instance where an exception is. */
function placesOf(series: SeriesDraft, options: Options): (override: Override) => boolean {
  const recurrence = series.recurrence && { ...series.recurrence, exdates: [] };
  const bare: SeriesDraft = { ...series, overrides: [], ...(recurrence ? { recurrence } : {}) };
  const times = series.overrides.map(({ recurrenceId }) => Date.parse(`${recurrenceId.local.slice(0, 10)}T00:00:00Z`));
  const window = { from: Math.min(...times) - 2 * day, to: Math.max(...times) + 3 * day };
  const { occurrences, isTruncated } = expand(bare, { ...options, ...window });
  if (isTruncated) return () => true;
  return ({ recurrenceId }) =>
    occurrences.some((item) => sameRecurrenceId(item.recurrenceId, recurrenceId, series.timeZones));
}
