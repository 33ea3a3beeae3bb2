import { isSame } from '../merge/equality.js';
import { withExclusion } from '../merge/overrides.js';
import type { EventSeries, Override, SeriesDraft } from '../model/series.js';
import type { StoreWriter } from '../ports/store.port.js';
import type { RemovalOptions, WriteOptions } from '../services/write-options.js';
import type { CoreContext } from '../services/context.js';
import { parseBody } from '../services/stored-series.js';
import { emailOf, entryOf, guestsOf, isGuest, organizerOf } from './address.js';
import { copyOf } from './copy.js';
import { deliver } from './deliver.js';
import { withGuestChange } from './guest-change.js';
import { replyOf, tellInbox } from './inbox-messages.js';
import { misunderstood } from './host-plan.js';
import { enqueueMail, noticeOf } from './message.js';
import type { PlannedWrite, Removed, SchedulingPlan } from './planned-write.js';
import { organisedObject, recipientsOf, type Meeting, type Organised } from './recipients.js';
import { answersIn, withReply, type Reply } from './reply.js';
import { withReplyStatus } from './reply-status.js';
import { putVersion } from './server-writes.js';
import { stampOf, stampsOf, viewOf } from './series-view.js';

/** Above this many guests here an answer goes to the organizer only, as the service that v3 comes from does it. */
const answersShared = 200;

/** RFC 6638 §3.2.9. */
const delivered = '1.2';
const pending = '1.0';

/**
 * A guest writes a copy: the answer goes to the organizer's object and from there to the other copies; the guest's own
 * is made anew from the organizer's, so that what was not the guest's to change stays as it is.
 */
export async function guestPlan(core: CoreContext, tx: StoreWriter, write: PlannedWrite): Promise<SchedulingPlan> {
  const { open, current, options } = write;
  const draft = withoutCancelled(current, write.draft);
  const email = open.owner.email;
  const meeting = meetingOf(current ?? draft);
  const host = await organisedObject(tx, meeting);
  const organised = host && parseBody(host.row);
  if (!host || !organised || !isGuest(organised, email)) return unserved(core, tx, write, host === null);
  const changed = current ? withGuestChange(organised, { before: current, after: draft }) : organised;
  const reply: Reply = { email, before: current, after: draft };
  const next = current || hasAnswer(draft, email) ? withReply(changed, reply, core.limits) : changed;
  const stored = next === organised ? organised : await putVersion(core, tx, host.row, next);
  const copy = copyOf(viewOf(stored), email, draft) ?? draft;
  return {
    draft: withAnswerNoted(copy, options, next === changed ? undefined : delivered),
    finish: () => tellOthers(core, tx, { host, before: organised, stored, email, isQuiet: changed === organised }),
  };
}

function withAnswerNoted(copy: SeriesDraft, { misforced }: WriteOptions, sent: string | undefined): SeriesDraft {
  const status = misforced?.includes(meetingOf(copy).organizerEmail) ? misunderstood : sent;
  return status === undefined ? copy : withReplyStatus(copy, status);
}

/** A guest cannot call an instance off; a protocol that says it so means that it is taken out of the copy. */
function withoutCancelled(before: SeriesDraft | null, draft: SeriesDraft): SeriesDraft {
  if (!before) return draft;
  const isCancelled = ({ patch }: Override): boolean => patch.status === 'cancelled';
  const known = stampsOf(
    before,
    before.overrides.filter(isCancelled).map((override) => override.recurrenceId),
  );
  const news = draft.overrides.filter(
    (override) => isCancelled(override) && !known.has(stampOf(draft, override.recurrenceId)),
  );
  return news.reduce((series, override) => withExclusion(series, override.recurrenceId), draft);
}

function meetingOf(series: SeriesDraft): Meeting {
  const organizer = organizerOf(series);
  return { uid: series.uid ?? '', organizerEmail: organizer ? emailOf(organizer) : '' };
}

/** A new object of a guest's, as a mail program makes it, says something only when it does not say "needs action". */
function hasAnswer(draft: SeriesDraft, email: string): boolean {
  const lists = [draft.master, ...draft.overrides.map((override) => override.patch)];
  return lists.some((data) => (entryOf(data.attendees, email)?.status ?? 'needs-action') !== 'needs-action');
}

interface Told {
  host: Organised;
  before: EventSeries;
  stored: EventSeries;
  email: string;
  /** An answer, and nothing else. */
  isQuiet: boolean;
}

async function tellOthers(core: CoreContext, tx: StoreWriter, told: Told): Promise<void> {
  const { host, before, stored, email, isQuiet } = told;
  if (stored === before) return;
  await tellInbox(core, tx, { to: host.owner, from: email, method: 'reply', series: () => replyOf(stored, email) });
  const others = guestsOf(stored).filter((guest) => guest !== email);
  const known = new Set(guestsOf(before));
  const shown = others.length > answersShared ? others.filter((guest) => !known.has(guest)) : others;
  const meeting = { uid: stored.uid, organizerEmail: host.owner.email };
  const recipients = await recipientsOf(tx, meeting, shown);
  await deliver(core, tx, { organised: stored, meeting, recipients, row: host.row, isQuiet });
}

/** The organizer is elsewhere, or has no such event: only a mail can bring the answer. */
function unserved(core: CoreContext, tx: StoreWriter, write: PlannedWrite, isAway: boolean): SchedulingPlan {
  const { open, options, current, draft } = write;
  const email = open.owner.email;
  const isForced = options.forced?.includes(meetingOf(draft).organizerEmail) === true;
  const isAnswer = isAway && (isForced || (hasAnswer(draft, email) && !isSameAnswer(current, draft, email)));
  return {
    draft: withAnswerNoted(draft, options, isAnswer ? pending : undefined),
    finish: async (written) => {
      if (isAnswer) await mailReply(core, tx, { series: written, email, options });
    },
  };
}

function isSameAnswer(current: SeriesDraft | null, draft: SeriesDraft, email: string): boolean {
  return current !== null && isSame(answersIn(current, email), answersIn(draft, email));
}

interface MailedReply {
  series: EventSeries;
  email: string;
  options: RemovalOptions;
}

async function mailReply(core: CoreContext, tx: StoreWriter, { series, email, options }: MailedReply): Promise<void> {
  const { organizerEmail } = meetingOf(series);
  if (organizerEmail === '' || (await tx.principalByEmail(organizerEmail))) return;
  const notice = noticeOf(options);
  await enqueueMail(core, tx, { method: 'reply', from: email, to: [organizerEmail], notice, series });
}

/** A guest deletes the copy: declined. */
export async function guestRemoval(
  core: CoreContext,
  tx: StoreWriter,
  { open, series, options }: Removed,
): Promise<void> {
  const email = open.owner.email;
  const deleted: Reply = { email, before: series, after: null };
  const host = await organisedObject(tx, meetingOf(series));
  const organised = host && parseBody(host.row);
  if (!host || !organised || !isGuest(organised, email)) {
    const declined = { ...series, ...withReply(series, deleted, core.limits) };
    return mailReply(core, tx, { series: declined, email, options });
  }
  const next = withReply(organised, deleted, core.limits);
  const stored = await putVersion(core, tx, host.row, next);
  await tellOthers(core, tx, { host, before: organised, stored, email, isQuiet: true });
}
