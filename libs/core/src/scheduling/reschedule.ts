import { isSame } from '../merge/equality.js';
import { emptyRecurrence } from '../merge/series.js';
import type { EventData, EventPatch } from '../model/event-data.js';
import type { Attendee } from '../model/people.js';
import type { Override, Recurrence, SeriesDraft } from '../model/series.js';
import { bounds } from '../recurrence/bounds.js';
import { emailOf, entryOf, isServed } from './address.js';
import { stampOf, viewOf, type SeriesView } from './series-view.js';

/**
 * RFC 6638 §3.2.8: where an occurrence was moved or added, everybody who is told about it is asked again. A series that
 * only ends sooner asks nobody.
 */
export function withRepliesReset(before: SeriesDraft, after: SeriesDraft, told: ReadonlySet<string>): SeriesDraft {
  const ask = (list: Attendee[]): Attendee[] =>
    list.map((attendee) => (told.has(emailOf(attendee)) ? asked(attendee) : attendee));
  const known = viewOf(before);
  const next = viewOf(after);
  const { attendees } = after.master;
  const isMasterMoved = isRescheduled(before, after);
  return {
    ...after,
    master: isMasterMoved && attendees ? { ...after.master, attendees: ask(attendees) } : after.master,
    overrides: after.overrides.map((override) => {
      const guests = next.parts.get(stampOf(after, override.recurrenceId))?.content.attendees;
      const isMoved = guests !== undefined && isInstanceMoved(known, after, override);
      return isMoved ? { ...override, patch: { ...override.patch, attendees: ask(guests) } } : override;
    }),
  };
}

function asked({ comment: _comment, ...attendee }: Attendee): Attendee {
  return { ...attendee, status: 'needs-action' };
}

export function isRescheduled(before: SeriesDraft, after: SeriesDraft): boolean {
  if (before.isMasterMissing || after.isMasterMissing) return false;
  if (!isSame(timesOf(before.master), timesOf(after.master))) return true;
  const [old, now] = [before.recurrence ?? emptyRecurrence(), after.recurrence ?? emptyRecurrence()];
  if (!isSame(patternOf(old), patternOf(now))) return true;
  return !isSame(old.rules, now.rules) && endOfRules(after) > endOfRules(before);
}

/** How a series recurs, but for its end. */
function patternOf({ rules, exrules, rdates }: Recurrence): object {
  return { rules: rules.map((rule) => rule.replaceAll(/;?(?:UNTIL|COUNT)=[^;]*/gi, '')), exrules, rdates };
}

function endOfRules(series: SeriesDraft): number {
  return bounds({ ...series, overrides: [] }).endUtc;
}

function isInstanceMoved(before: SeriesView, after: SeriesDraft, override: Override): boolean {
  const known = before.parts.get(stampOf(after, override.recurrenceId))?.override;
  if (known) return !isSame(timesOf(known.patch), timesOf(override.patch));
  const { start, end, duration } = override.patch;
  const isElsewhere = start != null && stampOf(after, start) !== stampOf(after, override.recurrenceId);
  return isElsewhere || end != null || duration != null;
}

function timesOf(data: EventData | EventPatch): object {
  const { start, end, duration, due } = data;
  return { start: bareTime(start), end: bareTime(end), duration, due: bareTime(due) };
}

function bareTime(point: EventData['start'] | null): object | undefined {
  return point ? { local: point.local, zone: point.zone } : undefined;
}

/** What became of the message to a guest, by what stood beside them before; undefined for whom the server tells nothing. */
export type StatusOf = (email: string, former: string[] | undefined) => string[] | undefined;

/** RFC 6638 §3.2.9: for each guest whom the server told, how that went; for nobody else. */
export function withStatuses(before: SeriesDraft | null, series: SeriesDraft, statusOf: StatusOf): SeriesDraft {
  const known = before && viewOf(before);
  const noted = <T extends EventData | EventPatch>(data: T, former: EventData | undefined): T => {
    if (!data.attendees) return data;
    const attendees = data.attendees.map((attendee) => {
      const email = emailOf(attendee);
      const status = isServed(attendee)
        ? statusOf(email, entryOf(former?.attendees, email)?.scheduleStatus)
        : undefined;
      return status === undefined ? attendee : { ...attendee, scheduleStatus: status };
    });
    return { ...data, attendees };
  };
  return {
    ...series,
    master: noted(series.master, before?.master),
    overrides: series.overrides.map((override) => {
      const former = known?.parts.get(stampOf(series, override.recurrenceId))?.content ?? before?.master;
      return { ...override, patch: noted(override.patch, former) };
    }),
  };
}
