import type { Limits } from '../limits.js';
import { isSame } from '../merge/equality.js';
import type { Attendee } from '../model/people.js';
import type { Override, SeriesDraft } from '../model/series.js';
import type { TimePoint } from '../model/time-point.js';
import { occurrenceOf } from '../recurrence/occurrence.js';
import { emailOf, entryOf } from './address.js';
import { stampOf, stampsOf, viewOf, type SeriesView } from './series-view.js';

/** RFC 6638 §4.2, as the organizer's object says it: an answer came, and was taken in. */
export const replied = '2.0';

/** What a guest says about taking part. The rest of the entry is the organizer's. */
const replyMembers = ['status', 'comment', 'additionalGuests', 'delegatedTo', 'sentBy', 'rsvp'] as const;

type Participation = Pick<Attendee, (typeof replyMembers)[number]>;

export interface Reply {
  email: string;
  /** The guest's copy before and after; null before = it is new, null after = it was deleted, which declines. */
  before: SeriesDraft | null;
  after: SeriesDraft | null;
}

/**
 * The organizer's series with one guest's answers from the guest's copy: to the whole, to single instances, and by
 * instances taken out (RFC 6638 §3.2.2.3). The same object when the answers are what they were.
 */
export function withReply(organised: SeriesDraft, reply: Reply, limits: Limits): SeriesDraft {
  const { email, before, after } = reply;
  if (!after) return declinedEverywhere(organised, email);
  const copy = viewOf(after);
  const answered = after.isMasterMissing ? organised : answeredMaster(organised, email, participationIn(after, email));
  const answers = [...instanceAnswers(copy, email), ...declinedInstances(organised, { before, after })];
  return withAnswers(answered, email, { answers, limits });
}

function participationIn({ master }: SeriesDraft, email: string): Participation | undefined {
  const entry = entryOf(master.attendees, email);
  return entry && participationOf(entry);
}

function participationOf(entry: Participation): Participation {
  return Object.fromEntries(replyMembers.flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]])));
}

function answeredMaster(series: SeriesDraft, email: string, answer: Participation | undefined): SeriesDraft {
  const attendees = answer && answeredList(series.master.attendees, email, answer);
  return attendees ? { ...series, master: { ...series.master, attendees } } : series;
}

/** Undefined when the guest is not in the list or says nothing new. */
function answeredList(list: Attendee[] | undefined, email: string, answer: Participation): Attendee[] | undefined {
  const entry = entryOf(list, email);
  if (!entry || isSame(settled(participationOf(entry)), settled(answer))) return undefined;
  return list!.map((attendee) => (attendee === entry ? processed(withParticipation(entry, answer)) : attendee));
}

/** RFC 6638 §4.2: no reply of ours has a REQUEST-STATUS of its own. */
function processed(entry: Attendee): Attendee {
  return { ...entry, scheduleStatus: [replied] };
}

/** An entry with what another version of it says about taking part. */
export function withParticipation(entry: Attendee, answer: Participation): Attendee {
  const rest: Attendee = { ...entry };
  for (const name of replyMembers) delete rest[name];
  return { ...rest, ...participationOf(answer) };
}

/** Absent means needs-action; RSVP is a question, and no answer. */
function settled({ status = 'needs-action', rsvp: _rsvp, ...rest }: Participation): object {
  return { status, ...rest };
}

/** All that a copy's owner says in it, to compare two versions. */
export function answersIn(copy: SeriesDraft, email: string): object {
  const master = settled(participationIn(copy, email) ?? {});
  const instances = instanceAnswers(viewOf(copy), email).map(({ recurrenceId, answer }) => [
    stampOf(copy, recurrenceId),
    settled(answer),
  ]);
  return { master, instances, without: [...stampsOf(copy, copy.recurrence?.exdates ?? [])].sort() };
}

interface Answer {
  recurrenceId: TimePoint;
  answer: Participation;
}

/** Every change of an instance in a copy says how its owner takes part in it. */
function instanceAnswers(copy: SeriesView, email: string): Answer[] {
  return [...copy.parts.values()].flatMap(({ override, content }) => {
    const entry = entryOf(content.attendees, email);
    return entry ? [{ recurrenceId: override.recurrenceId, answer: participationOf(entry) }] : [];
  });
}

/** Instances that the guest has just taken out. */
function declinedInstances(organised: SeriesDraft, { before, after }: Pick<Reply, 'before' | 'after'>): Answer[] {
  const known = stampsOf(organised, [...(organised.recurrence?.exdates ?? []), ...(before?.recurrence?.exdates ?? [])]);
  return (after?.recurrence?.exdates ?? [])
    .filter((point) => !known.has(stampOf(organised, point)))
    .map((recurrenceId) => ({ recurrenceId, answer: { status: 'declined' } }));
}

function withAnswers(
  series: SeriesDraft,
  email: string,
  { answers, limits }: { answers: Answer[]; limits: Limits },
): SeriesDraft {
  const view = viewOf(series);
  const changed = new Map<string, Override>();
  for (const { recurrenceId, answer } of answers) {
    const stamp = stampOf(series, recurrenceId);
    const part = view.parts.get(stamp);
    const attendees = answeredList((part?.content ?? series.master).attendees, email, answer);
    if (!attendees) continue;
    const override = part?.override ?? newOverride(series, recurrenceId, limits);
    if (override) changed.set(stamp, { ...override, patch: { ...override.patch, attendees } });
  }
  if (changed.size === 0) return series;
  const kept = series.overrides.map((override) => {
    const stamp = stampOf(series, override.recurrenceId);
    const next = changed.get(stamp) ?? override;
    changed.delete(stamp);
    return next;
  });
  return { ...series, overrides: [...kept, ...changed.values()] };
}

/** Only for an instance that there is: a guest cannot make up another one. */
function newOverride(series: SeriesDraft, recurrenceId: TimePoint, limits: Limits): Override | null {
  if (!occurrenceOf(series, recurrenceId, { zone: 'Etc/UTC', limits })) return null;
  return { recurrenceId, seq: 0, updated: 0, patch: { start: recurrenceId } };
}

/** A copy that was deleted: its owner takes part in nothing of it. */
function declinedEverywhere(series: SeriesDraft, email: string): SeriesDraft {
  const declined = (list: Attendee[] | undefined | null): Attendee[] | undefined =>
    list?.map((attendee) => (emailOf(attendee) === email ? processed({ ...attendee, status: 'declined' }) : attendee));
  const attendees = declined(series.master.attendees);
  return {
    ...series,
    master: { ...series.master, ...(attendees ? { attendees } : {}) },
    overrides: series.overrides.map((override) => {
      const own = declined(override.patch.attendees);
      return own ? { ...override, patch: { ...override.patch, attendees: own } } : override;
    }),
  };
}
