import type { Override, SeriesDraft } from '../model/series.js';
import { isDate, type TimePoint } from '../model/time-point.js';
import { civilDate, civilMillis } from '../time/civil.js';
import type { ExpandOptions, Occurrence } from './api.js';
import { Budget } from './budget.js';
import { Exclusions } from './exclusions.js';
import { civilOf, keyOf, patternOf, type Pattern } from './pattern.js';
import { spanAt } from './resolve.js';
import type { Range } from './rule-starts.js';
import { sameRecurrenceId } from './stamp.js';
import { Starts } from './starts.js';

const day = 86_400_000;
/** A clock changes by less than this. */
const change = 26 * 3_600_000;

type Options = Pick<ExpandOptions, 'zone' | 'limits' | 'includeCancelled'>;

/** The instance with this original start; null when the series has none (excluded ones only with `includeCancelled`). */
export function occurrenceOf(series: SeriesDraft, recurrenceId: TimePoint, options: Options): Occurrence | null {
  const pattern = patternOf(series);
  const hit = (pattern && ruledStart(pattern, recurrenceId, options)) ?? strayOverride(series, recurrenceId);
  if (!hit) return null;
  const { id, isExcluded, override } = hit;
  if (isExcluded) return options.includeCancelled ? occurrence(series, id, options, { isExcluded }) : null;
  if (!override) return occurrence(series, id, options, {});
  return isHidden(override, options) ? null : occurrence(series, id, options, { override });
}

function isHidden({ patch }: Override, { includeCancelled }: Options): boolean {
  return patch.status === 'cancelled' && !includeCancelled;
}

/** An override at a start that the series does not have. */
function strayOverride({ overrides, timeZones }: SeriesDraft, recurrenceId: TimePoint): Hit | null {
  const override = overrides.find((item) => sameRecurrenceId(item.recurrenceId, recurrenceId, timeZones));
  return override ? { id: override.recurrenceId, isExcluded: false, override } : null;
}

function occurrence(series: SeriesDraft, id: TimePoint, { zone }: Options, extra: Partial<Occurrence>): Occurrence {
  return { recurrenceId: id, ...spanAt(series, { recurrenceId: id, override: extra.override, zone }), ...extra };
}

interface Hit {
  id: TimePoint;
  isExcluded: boolean;
  override?: Override | undefined;
}

/** The start of the pattern that a recurrence id names. */
function ruledStart(pattern: Pattern, recurrenceId: TimePoint, { limits }: Options): Hit | null {
  const budget = new Budget(limits.expansionSteps);
  const wanted = soughtBy(pattern, recurrenceId);
  const starts = new Starts(pattern, wanted, budget);
  while (starts.next()) {
    if (wanted.key !== null && starts.key !== wanted.key) continue;
    const override = overrideAt(pattern, starts);
    // A date names a timed instance only where an override is written so.
    if (wanted.key === null && !override) return null;
    return { id: starts.id, isExcluded: isExcluded(pattern, starts, budget), override };
  }
  return null;
}

interface Sought extends Range {
  key: number | null;
}

function soughtBy(pattern: Pattern, recurrenceId: TimePoint): Sought {
  const civil = civilOf(pattern, recurrenceId);
  if (isDate(recurrenceId) && !pattern.isAllDay) return { key: null, from: civil, to: civil + day - 1 };
  const key = keyOf(pattern, recurrenceId);
  // A time that the clock skips is found under its later name too.
  const skipped = pattern.clock ? pattern.clock.offsetAt(key) - pattern.clock.offsetAt(key - change) : 0;
  return { key, from: civil - Math.max(0, skipped), to: civil + Math.max(0, skipped) };
}

/** The override of a start, as `OverrideIndex` finds it, without an index: most series are asked for one instance. */
function overrideAt(pattern: Pattern, start: Starts): Override | undefined {
  const { overrides } = pattern.series;
  const exact = overrides.find(({ recurrenceId }) => isAt(pattern, recurrenceId, start));
  if (exact || pattern.isAllDay) return exact;
  const date = civilDate(start.civil);
  const ofDay = overrides.find(({ recurrenceId }) => recurrenceId.local === date);
  return ofDay && isFirstOfDay(pattern, start.civil) ? ofDay : undefined;
}

function isFirstOfDay(pattern: Pattern, civil: number): boolean {
  const first = new Starts(pattern, { from: Math.floor(civil / day) * day, to: civil }, new Budget(day / 1000));
  return first.next() && first.civil === civil;
}

function isAt(pattern: Pattern, point: TimePoint, { civil, key }: { civil: number; key: number }): boolean {
  if (isDate(point) && !pattern.isAllDay) return false;
  if (point.zone === pattern.start.zone && point.local.length === pattern.start.local.length)
    return civilMillis(point.local) === civil;
  return keyOf(pattern, point) === key;
}

function isExcluded(pattern: Pattern, start: Starts, budget: Budget): boolean {
  const { exdates = [] } = pattern.series.recurrence ?? {};
  const date = exdates.length > 0 ? civilDate(start.civil) : '';
  if (exdates.some((point) => point.local === date || isAt(pattern, point, start))) return true;
  if (pattern.exrules.length === 0) return false;
  return new Exclusions(pattern, { from: start.civil - change, to: start.civil + change }, budget).has(start);
}
