import type { Attendee } from '../model/people.js';
import type { Override, SeriesDraft } from '../model/series.js';
import { emailOf, entryOf, isServed, organizerOf } from './address.js';
import { withParticipation } from './reply.js';
import { isRescheduled } from './reschedule.js';
import { stampOf, stampsOf, viewOf } from './series-view.js';

/** What an instance has in its change when a guest has answered for it, and nothing else was done to it. */
const answerMembers = new Set(['start', 'attendees', 'dtstamp', 'lastModified']);

/**
 * RFC 6638 §3.2.10: an organizer who writes on the strength of a Schedule-Tag may not have seen the latest answers. They
 * stay as they are; answers are the guests' to change.
 */
export function withAnswersKept(current: SeriesDraft, draft: SeriesDraft): SeriesDraft {
  const organizer = organizerOf(draft);
  const host = organizer ? emailOf(organizer) : '';
  const known = viewOf(current).parts;
  const kept = (list: Attendee[], from: Attendee[] | null | undefined): Attendee[] =>
    list.map((attendee) => {
      const entry = emailOf(attendee) === host ? undefined : entryOf(from, emailOf(attendee));
      return entry && isServed(entry) ? withParticipation(attendee, entry) : attendee;
    });
  const { attendees } = draft.master;
  const overrides = draft.overrides.map((override) => {
    const before = known.get(stampOf(draft, override.recurrenceId))?.content ?? current.master;
    const own = override.patch.attendees;
    return own ? { ...override, patch: { ...override.patch, attendees: kept(own, before.attendees) } } : override;
  });
  return {
    ...draft,
    master: attendees ? { ...draft.master, attendees: kept(attendees, current.master.attendees) } : draft.master,
    overrides: [...overrides, ...answeredOnly(current, draft)],
  };
}

/** Instances that are there for an answer only, which the client had not heard of. */
function answeredOnly(current: SeriesDraft, draft: SeriesDraft): Override[] {
  if (isRescheduled(current, draft)) return [];
  const taken = stampsOf(draft, [
    ...draft.overrides.map((override) => override.recurrenceId),
    ...(draft.recurrence?.exdates ?? []),
  ]);
  return current.overrides.filter(
    ({ recurrenceId, patch }) =>
      !taken.has(stampOf(draft, recurrenceId)) && Object.keys(patch).every((name) => answerMembers.has(name)),
  );
}
