import type { EventSeries, SeriesDraft } from '../model/series.js';
import type { SeriesRow, StoreWriter } from '../ports/store.port.js';
import type { CoreContext } from '../services/context.js';
import { guestsOf, isGuest } from './address.js';
import { isSameShared } from './copy.js';
import { deliver } from './deliver.js';
import { withAnswersKept } from './keep-answers.js';
import { enqueueMail, noticeOf } from './message.js';
import type { PlannedWrite, Removed, SchedulingPlan } from './planned-write.js';
import { isOrganizedBy, recipientsOf, type Meeting, type Recipient } from './recipients.js';
import { replied } from './reply.js';
import { isRescheduled, withRepliesReset, withStatuses, type StatusOf } from './reschedule.js';

/** RFC 6638 §7.2: SCHEDULE-FORCE-SEND asks for something else than REQUEST or REPLY. */
export const misunderstood = '2.3';

/** The organizer writes: who is told, and what of the answers still holds. */
export async function hostPlan(core: CoreContext, tx: StoreWriter, write: PlannedWrite): Promise<SchedulingPlan> {
  const { open, options, current } = write;
  const draft = current && options.keepsAnswers ? withAnswersKept(current, write.draft) : write.draft;
  const owner = open.owner.email;
  const hosted = (series: SeriesDraft | null): SeriesDraft | null =>
    series && isOrganizedBy(series, owner) ? series : null;
  const before = hosted(current);
  const guests = [...new Set([before, hosted(draft)].flatMap((series) => (series ? guestsOf(series) : [])))];
  const meeting: Meeting = { uid: current?.uid ?? draft.uid ?? '', organizerEmail: owner };
  const recipients = await recipientsOf(tx, meeting, guests);
  const notice = noticeOf(options);
  const local = new Set(recipients.map((recipient) => recipient.principal.email));
  const told = new Set(guests.filter((email) => local.has(email) || notice !== 'none'));
  const isIcal = options.origin === 'ical';
  const asked = before && hosted(draft) ? rescheduled(before, draft, { told, isIcal }) : draft;
  const forced = guestsOf(asked).filter((email) => options.forced?.includes(email));
  const invited = hosted(asked) ? [...new Set([...invitedBy(before, asked), ...forced])] : [];
  const statusOf = statuses({
    recipients,
    invited,
    mailed: notice === 'none' ? [] : invited,
    misforced: options.misforced,
  });
  return {
    draft: withStatuses(before, asked, statusOf),
    finish: async (written) => {
      const organised = hosted(written) ? written : null;
      const row = rowOf(written);
      await deliver(core, tx, { organised, meeting: { ...meeting, uid: written.uid }, recipients, row });
      const gone = before ? guestsOf(before).filter((email) => !organised || !isGuest(organised, email)) : [];
      const mailed = (emails: string[]): string[] => emails.filter((email) => notice === 'all' || !local.has(email));
      const common = { from: owner, notice, series: written };
      await enqueueMail(core, tx, { ...common, method: 'request', to: mailed(invited) });
      await enqueueMail(core, tx, { ...common, method: 'cancel', to: mailed(gone) });
    },
  };
}

/** Everybody where there is something new in it for guests; else those who were not there before. */
function invitedBy(before: SeriesDraft | null, after: SeriesDraft): string[] {
  const guests = guestsOf(after);
  if (!before || !isSameShared(before, after)) return guests;
  const known = new Set(guestsOf(before));
  return guests.filter((email) => !known.has(email));
}

interface Told {
  recipients: Recipient[];
  invited: string[];
  mailed: string[];
  misforced: readonly string[] | undefined;
}

/**
 * RFC 6638 §3.2.9: delivered to people here (or not, where an event of theirs is in the way), waiting to be sent to others;
 * as it was for whom nothing is sent now, which is 2.0 where an answer has come (§4.2).
 */
function statuses({ recipients, invited, mailed, misforced = [] }: Told): StatusOf {
  const here = new Map(recipients.map(({ principal, isBlocked }) => [principal.email, isBlocked ? '5.1' : '1.2']));
  return (email, former) => {
    if (misforced.includes(email)) return [misunderstood];
    if (former?.includes(replied) && !invited.includes(email)) return former;
    const sent = here.get(email) ?? (mailed.includes(email) ? '1.0' : undefined);
    return sent === undefined ? former : [sent];
  };
}

/** RFC 6638 §3.2.5: SEQUENCE rises with a reschedule also where an iCalendar client forgot it. */
function rescheduled(
  before: SeriesDraft,
  after: SeriesDraft,
  { told, isIcal }: { told: ReadonlySet<string>; isIcal: boolean },
): SeriesDraft {
  const reset = withRepliesReset(before, after, told);
  const sequence = before.master.sequence ?? 0;
  const isForgotten = isIcal && (after.master.sequence ?? 0) <= sequence && isRescheduled(before, after);
  return isForgotten ? { ...reset, master: { ...reset.master, sequence: sequence + 1 } } : reset;
}

function rowOf(series: EventSeries): Pick<SeriesRow, 'key' | 'calendarKey' | 'body'> {
  return { key: series.key, calendarKey: series.calendarKey, body: JSON.stringify(series) };
}

/** The organizer deletes: every copy goes, and others are told. */
export async function hostRemoval(
  core: CoreContext,
  tx: StoreWriter,
  { open, series, options }: Removed,
): Promise<void> {
  const organizer = open.owner.email;
  const meeting = { uid: series.uid, organizerEmail: organizer };
  const recipients = await recipientsOf(tx, meeting, guestsOf(series));
  await deliver(core, tx, { organised: null, meeting, recipients, row: rowOf(series) });
  const notice = noticeOf(options);
  const local = new Set(recipients.map((recipient) => recipient.principal.email));
  const to = guestsOf(series).filter((email) => notice === 'all' || !local.has(email));
  await enqueueMail(core, tx, { method: 'cancel', from: organizer, to, notice, series });
}
