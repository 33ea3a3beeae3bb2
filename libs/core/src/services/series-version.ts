import { isSame } from '../merge/equality.js';
import type { EventData, EventPatch } from '../model/event-data.js';
import type { EventSeries, Override, SeriesDraft } from '../model/series.js';
import { pointKey } from '../recurrence/stamp.js';
import type { WriteOptions } from './write-options.js';
import { withTrace } from './traces.js';

/** Which protocol writes, or the server itself: a copy or a reply that follows from somebody else's write. */
export type Writer = WriteOptions['origin'] | 'server';

export interface Stamp {
  seq: number;
  updated: number;
}

/**
 * The series as this write leaves it: change numbers, traces, SEQUENCE. RFC 6638 §3.2.10: a client's own change always
 * makes a new Schedule-Tag, the server's only when more than replies of attendees are in it.
 */
export function nextVersion(current: EventSeries, content: SeriesDraft, stamp: Stamp, origin: Writer): EventSeries {
  const next: EventSeries = {
    ...withTrace(current, stamped(content, current, stamp, origin), stamp),
    ...identityOf(current),
    scheduleRevision: current.scheduleRevision,
    ...stamp,
  };
  const isReplyOnly = origin === 'server' && isSame(replyless(next), replyless(current));
  return isReplyOnly ? next : { ...next, scheduleRevision: current.scheduleRevision + 1 };
}

function identityOf(
  current: EventSeries,
): Omit<EventSeries, keyof SeriesDraft | 'scheduleRevision' | 'seq' | 'updated'> & { uid: string } {
  const { key, calendarKey, id, uid, resourceName, created, creator, updater } = current;
  return {
    key,
    calendarKey,
    id,
    uid,
    resourceName,
    created,
    ...(creator ? { creator } : {}),
    ...(updater ? { updater } : {}),
  };
}

/** What a write can change: the record without identity, change numbers and times of writing. */
export function contentOf(draft: SeriesDraft): object {
  const { kind, master, recurrence, isMasterMissing, availability, timeZones, calendarProperties, prodId } = draft;
  const overrides = draft.overrides.map(({ recurrenceId, isThisAndFuture, patch }) => ({
    recurrenceId,
    isThisAndFuture,
    patch,
  }));
  return {
    kind,
    master,
    recurrence,
    isMasterMissing,
    availability,
    timeZones,
    calendarProperties,
    prodId,
    overrides,
  };
}

/** RFC 6638 §3.2.10: what an attendee's reply changes does not count for the Schedule-Tag. */
function replyless(series: EventSeries): object {
  const strip = (data: EventData | EventPatch): object => {
    const { dtstamp: _d, lastModified: _l, ...rest } = data;
    const attendees = data.attendees?.map(
      ({ status: _s, comment: _c, scheduleStatus: _t, scheduleSequence: _q, scheduleUpdated: _u, ...who }) => who,
    );
    return { ...rest, attendees };
  };
  // An instance that somebody has answered for on its own differs from the rest in nothing else.
  const usual = { ...strip(series.master), start: undefined };
  const overrides = series.overrides
    .map(({ recurrenceId, patch }) => ({ recurrenceId, patch: strip(patch) }))
    .filter(({ recurrenceId, patch }) => !isSame({ ...usual, start: recurrenceId }, { ...usual, ...patch }));
  return { master: strip(series.master), recurrence: series.recurrence, overrides };
}

/** Gives changed overrides their change number, and raises SEQUENCE for clients that leave that to the server. */
function stamped(draft: SeriesDraft, current: EventSeries, stamp: Stamp, origin: Writer): SeriesDraft {
  const isIcal = origin === 'ical';
  const known = new Map(current.overrides.map((override) => [pointKey(override.recurrenceId), override]));
  const overrides = draft.overrides.map((override) =>
    stampedOverride(override, known.get(pointKey(override.recurrenceId)), stamp, isIcal),
  );
  if (isIcal) return { ...draft, overrides };
  const master = isSame(draft.master, current.master) ? draft.master : withoutClientStamps(draft.master);
  const sequence = origin === 'server' ? {} : raisedSequence(draft, current);
  return { ...draft, overrides, master: { ...master, ...sequence } };
}

function stampedOverride(override: Override, before: Override | undefined, stamp: Stamp, isIcal: boolean): Override {
  if (before && isSame(before.patch, override.patch) && before.isThisAndFuture === override.isThisAndFuture)
    return before;
  return { ...override, ...stamp, patch: isIcal ? override.patch : withoutClientStamps(override.patch) };
}

function withoutClientStamps<T extends EventData | EventPatch>(data: T): T {
  const { dtstamp: _dtstamp, lastModified: _lastModified, ...rest } = data;
  return rest as T;
}

/** RFC 5546 §2.1.4: a change of time, recurrence or place is a new SEQUENCE. A higher one from the client is taken. */
function raisedSequence(draft: SeriesDraft, current: EventSeries): Pick<EventData, 'sequence'> {
  const before = current.master.sequence ?? 0;
  if ((draft.master.sequence ?? 0) > before) return {};
  const significant = ({ master: { start, end, duration, locations, due }, recurrence }: SeriesDraft): object => ({
    start,
    end,
    duration,
    due,
    recurrence,
    places: locations?.map((place) => place.name),
  });
  if (isSame(significant(draft), significant(current))) return {};
  return { sequence: before + 1 };
}
