import { forbidden } from '../errors.js';
import { isSame } from '../merge/equality.js';
import { mergeSeries } from '../merge/series.js';
import type { EventData } from '../model/event-data.js';
import type { Attendee } from '../model/people.js';
import type { Override, SeriesDraft } from '../model/series.js';
import { isDate, type TimePoint } from '../model/time-point.js';
import { timesAt } from '../recurrence/resolve.js';
import { toUtc } from '../time/convert.js';
import { addDuration } from '../time/duration.js';
import { emailOf, organizerOf } from './address.js';
import { sharedPart } from './personal.js';
import { stampOf, viewOf } from './series-view.js';

export interface GuestChange {
  before: SeriesDraft;
  after: SeriesDraft;
}

/**
 * What a guest's change of a copy does to the organizer's series beside the guest's own answer: nothing, guests brought
 * along where that is allowed, or everything where guests may modify (calendar-v3.md §8.4). Forbidden `not-organizer`
 * for changes that are the organizer's to make (RFC 6638 §3.2.2.1); what only looks different is dropped in silence.
 */
export function withGuestChange(organised: SeriesDraft, change: GuestChange): SeriesDraft {
  const { before, after } = change;
  if (organised.master.guestsCanModify === true) return modifiedByGuest(organised, change);
  // A guest's own entry is in here too: to leave, one declines.
  const guests = new Set([...viewOf(before).parts.values()].flatMap(({ content }) => addressesIn(content)));
  for (const address of addressesIn(before.master)) guests.add(address);
  if (!isSame(outlineOf(before, guests), outlineOf(after, guests))) {
    throw notOrganizer('Only the organizer may change this.');
  }
  const invited = newGuests(before, after);
  if (invited.length === 0) return organised;
  if (organised.master.guestsCanInviteOthers === false) throw notOrganizer('Guests may not invite others.');
  const known = new Set((organised.master.attendees ?? []).map(emailOf));
  const added = invited.filter((attendee) => !known.has(emailOf(attendee)));
  return {
    ...organised,
    master: { ...organised.master, attendees: [...(organised.master.attendees ?? []), ...added] },
  };
}

function addressesIn(data: EventData): string[] {
  return (data.attendees ?? []).map(emailOf).filter((address) => address !== '');
}

const notOrganizer = (message: string): Error => forbidden(message, { code: 'not-organizer' });

/** Who organizes, and what is the guest's own, stays as it is. */
function modifiedByGuest(organised: SeriesDraft, { before, after }: GuestChange): SeriesDraft {
  if (!isSame(organizerAddress(before), organizerAddress(after)))
    throw notOrganizer('The organizer cannot be changed.');
  const shared = (draft: SeriesDraft): SeriesDraft => ({
    ...draft,
    master: sharedPart(draft.master),
    overrides: draft.overrides.map((override) => ({ ...override, patch: sharedPart(override.patch) })),
    ...(draft.recurrence ? { recurrence: { ...draft.recurrence, exdates: before.recurrence?.exdates ?? [] } } : {}),
  });
  const { master, recurrence, overrides, timeZones } = mergeSeries(organised, shared(before), shared(after));
  const { recurrence: _recurrence, timeZones: _zones, ...rest } = organised;
  return {
    ...rest,
    master: { ...master, guestsCanModify: true },
    overrides,
    ...(recurrence ? { recurrence } : {}),
    ...(timeZones ? { timeZones } : {}),
  };
}

/** Guests of the whole series who were not there before. */
function newGuests(before: SeriesDraft, after: SeriesDraft): Attendee[] {
  const known = new Set((before.master.attendees ?? []).map(emailOf));
  return (after.master.attendees ?? []).filter((attendee) => !known.has(emailOf(attendee)));
}

/** What a guest may not change, in a form that does not depend on how a client writes it. */
function outlineOf(series: SeriesDraft, guests: ReadonlySet<string>): object {
  const { rules = [], exrules = [], rdates = [] } = series.recurrence ?? {};
  return {
    organizer: organizerAddress(series),
    master: series.isMasterMissing ? undefined : { ...masterTimes(series), ...outlineOfData(series.master, guests) },
    rules: [...rules, ...exrules].map((rule) => rule.toUpperCase()).sort(),
    rdates: rdates.map((date) => stampOf(series, date.start)).sort(),
    changed: changedInstances(series, guests),
  };
}

function organizerAddress(series: SeriesDraft): string {
  const organizer = organizerOf(series);
  return organizer ? emailOf(organizer) : '';
}

/** Instances that differ from the rest in something that matters; those with an answer or an alarm only do not. */
function changedInstances(series: SeriesDraft, guests: ReadonlySet<string>): Record<string, object> {
  const usual = outlineOfData(series.master, guests);
  const alone = { ...series, overrides: [] };
  const result: Record<string, object> = {};
  for (const [stamp, { override, content }] of viewOf(series).parts) {
    const times = ownTimes(alone, override);
    const outline = outlineOfData(content, guests);
    if (times || !isSame(outline, usual)) result[stamp] = { ...times, ...outline };
  }
  return result;
}

/** Start and end of an instance that is not where, or not as long as, its series has it. */
function ownTimes(series: SeriesDraft, { recurrenceId, patch }: Override): { start: string; end: string } | undefined {
  const usual = timesAt(series, recurrenceId);
  const start = patch.start ?? recurrenceId;
  const isMoved = pointText(series, start) !== pointText(series, usual.start);
  const own = patch.end ?? (patch.duration ? addDuration(start, patch.duration, series.timeZones) : undefined);
  if (!isMoved && (!own || pointText(series, own) === pointText(series, usual.end))) return undefined;
  return { start: pointText(series, start), end: own ? pointText(series, own) : '' };
}

function outlineOfData(data: EventData, guests: ReadonlySet<string>): object {
  return {
    title: data.title?.trim() ?? '',
    description: data.description?.text.replaceAll(/\s+/g, ' ').trim() ?? '',
    places: (data.locations ?? []).map((place) => place.name?.trim() ?? ''),
    status: data.status ?? 'confirmed',
    guests: (data.attendees ?? [])
      .map(emailOf)
      .filter((address) => guests.has(address))
      .sort(),
  };
}

function masterTimes(series: SeriesDraft): { start: string; end: string } {
  const { start } = series.master;
  if (!start) return { start: '', end: '' };
  const times = timesAt({ ...series, overrides: [] }, start);
  return { start: pointText(series, times.start), end: pointText(series, times.end) };
}

function pointText(series: SeriesDraft, point: TimePoint): string {
  return isDate(point) || point.zone === null ? point.local : String(toUtc(point, 'Etc/UTC', series.timeZones));
}
