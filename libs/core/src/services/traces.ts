import { isSame } from '../merge/equality.js';
import type { EventSeries, SeriesDraft, Trace } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { instanceStamp } from '../recurrence/stamp.js';

const kept = 16;
/** More of them at once are not worth remembering: older tokens are told to start afresh. */
const maxPoints = 1_000;

type Traced = Pick<EventSeries, 'traces' | 'tracedSince' | 'masterSeq' | 'masterUpdated'>;

interface Stamp {
  seq: number;
  updated: number;
}

/** The new content with a note of what it takes away from the current one; older notes are forgotten in time. */
export function withTrace<T extends SeriesDraft>(current: EventSeries, next: T, stamp: Stamp): T & Traced {
  const { traces: _t, tracedSince: _s, masterSeq: _m, masterUpdated: _u, ...content } = next as T & Traced;
  return {
    ...(content as unknown as T),
    ...masterMark(current, next, stamp),
    ...tracesAfter(current, next, stamp.seq),
  };
}

function masterMark(current: EventSeries, next: SeriesDraft, { seq, updated }: Stamp): Traced {
  if (!isSame(inheritedOf(current), inheritedOf(next))) return { masterSeq: seq, masterUpdated: updated };
  const { masterSeq, masterUpdated } = current;
  return masterSeq === undefined ? {} : { masterSeq, masterUpdated };
}

/** What instances show of their series; an exclusion raises the sequence of all, and is no change of the others. */
function inheritedOf(draft: SeriesDraft): object {
  const { sequence: _raised, ...master } = draft.master;
  return { master, timeZones: draft.timeZones, pattern: patternOf(draft) };
}

function tracesAfter(current: EventSeries, next: SeriesDraft, seq: number): Traced {
  const trace = traceOf(current, next, seq);
  if (trace && pointsIn(trace) > maxPoints) return { tracedSince: seq };
  const all = [...(current.traces ?? []), ...(trace ? [trace] : [])];
  const forgotten = all.slice(0, -kept).at(-1)?.seq ?? current.tracedSince;
  const traces = all.slice(-kept);
  return { ...(traces.length > 0 ? { traces } : {}), ...(forgotten === undefined ? {} : { tracedSince: forgotten }) };
}

function pointsIn({ reverted, former }: Trace): number {
  return (reverted?.length ?? 0) + (former?.recurrence?.rdates.length ?? 0);
}

function traceOf(current: SeriesDraft, next: SeriesDraft, seq: number): Trace | null {
  const places = new Set(placesOf(next).map((point) => instanceStamp(point, next.timeZones)));
  const reverted = placesOf(current).filter((point) => !places.has(instanceStamp(point, current.timeZones)));
  const isSamePattern = isSame(patternOf(current), patternOf(next));
  if (reverted.length === 0 && isSamePattern) return null;
  return { seq, ...(reverted.length > 0 ? { reverted } : {}), ...(isSamePattern ? {} : { former: formerOf(current) }) };
}

/** Where instances have a change or an exclusion of their own. */
function placesOf({ overrides, recurrence }: SeriesDraft): TimePoint[] {
  return [...overrides.map((override) => override.recurrenceId), ...(recurrence?.exdates ?? [])];
}

function patternOf({ master, recurrence }: SeriesDraft): object {
  const { rules = [], exrules = [], rdates = [] } = recurrence ?? {};
  return { start: master.start, rules, exrules, rdates };
}

function formerOf({ master: { start, end, duration }, recurrence }: SeriesDraft): NonNullable<Trace['former']> {
  return {
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    ...(duration ? { duration } : {}),
    ...(recurrence ? { recurrence: { ...recurrence, exdates: [] } } : {}),
  };
}
