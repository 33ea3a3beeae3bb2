import type { EventSeries, SeriesDraft } from '../model/series.js';
import type { SeriesRow, StoreWriter } from '../ports/store.port.js';
import type { CoreContext } from '../services/context.js';
import { parseBody } from '../services/stored-series.js';
import { entryOf } from './address.js';
import { deliveryTopic, type Delivery } from './api.js';
import { copyOf } from './copy.js';
import { cancellationOf, requestOf, tellInbox, type Told } from './inbox-messages.js';
import { isOrganizedBy, recipientsOf, type Meeting, type Recipient } from './recipients.js';
import { putCopy, putVersion, retract } from './server-writes.js';
import { viewOf, type SeriesView } from './series-view.js';

/** As many copies, and as many octets of them, as are written together with the organizer's object. */
const together = { copies: 100, bytes: 8_388_608 };

export interface Copies {
  /** Null = the meeting is gone. */
  organised: EventSeries | null;
  meeting: Meeting;
  recipients: Recipient[];
  /** The organizer's row: how large it is, and where a later delivery finds it. */
  row: Pick<SeriesRow, 'key' | 'calendarKey' | 'body'>;
  /** Only what others have answered is new in it: nobody gets a message for that. */
  isQuiet?: boolean;
}

/** The first copies in this transaction; of a large meeting the others follow by the outbox, a transaction for each lot. */
export async function deliver(core: CoreContext, tx: StoreWriter, copies: Copies): Promise<void> {
  const { meeting, organised, row, isQuiet = false } = copies;
  const recipients = copies.recipients.filter((recipient) => !recipient.isBlocked);
  const lot = Math.max(1, Math.min(together.copies, Math.floor(together.bytes / row.body.length)));
  const view = organised && viewOf(organised);
  for (const recipient of recipients.slice(0, lot)) {
    const told = await deliverOne(core, tx, { organised, view, recipient });
    if (told && !isQuiet) await tellInbox(core, tx, { to: recipient.principal, from: meeting.organizerEmail, ...told });
  }
  for (let i = lot; i < recipients.length; i += lot) {
    const emails = recipients.slice(i, i + lot).map((recipient) => recipient.principal.email);
    const delivery: Delivery = {
      ...meeting,
      calendarKey: row.calendarKey,
      seriesKey: row.key,
      emails,
      ...(isQuiet ? { isQuiet } : {}),
    };
    const { calendarKey } = delivery;
    const payload = JSON.stringify(delivery);
    await tx.enqueue({ key: core.ids.key(), topic: deliveryTopic, calendarKey, payload, due: core.clock() });
  }
}

interface One {
  organised: EventSeries | null;
  view: SeriesView | null;
  recipient: Recipient;
}

/** What is new to the guest; null where nothing is. */
type News = Pick<Told, 'method' | 'series'> | null;

async function deliverOne(core: CoreContext, tx: StoreWriter, { organised, view, recipient }: One): Promise<News> {
  const { held, principal } = recipient;
  const before = held && parseBody(held);
  const content = view && copyOf(view, principal.email, before);
  if (organised && content) {
    if (!(await isWritten(core, tx, { organised, content, recipient }))) return null;
    const isOff = !content.isMasterMissing && content.master.status === 'cancelled';
    const series = (): EventSeries => requestOf(organised, copyOf(view, principal.email, null) ?? content);
    return { method: isOff ? 'cancel' : 'request', series };
  }
  if (!held || !before) return null;
  await retract(core, tx, held);
  return { method: 'cancel', series: () => cancellationOf(before, core.clock()) };
}

interface Content extends Pick<One, 'recipient'> {
  organised: EventSeries;
  content: SeriesDraft;
}

/** False when the guest has it already, or wants none. */
async function isWritten(
  core: CoreContext,
  tx: StoreWriter,
  { organised, content, recipient }: Content,
): Promise<boolean> {
  const { held, primary, principal } = recipient;
  if (held) return (await putVersion(core, tx, held, content)) !== parseBody(held);
  if (wantsNoCopy(content, principal.email)) return false;
  await putCopy(core, tx, primary, { organised, content });
  return true;
}

/** Who has declined and deleted it is not asked again, and a cancelled meeting is announced to nobody new. */
function wantsNoCopy(content: SeriesDraft, email: string): boolean {
  const isOver = ({ status, attendees }: SeriesDraft['master']): boolean =>
    status === 'cancelled' || entryOf(attendees, email)?.status === 'declined';
  if (!content.isMasterMissing) return isOver(content.master);
  return content.overrides.every((override) => isOver(override.patch as SeriesDraft['master']));
}

/** One lot from the outbox. */
export async function deliverLater(core: CoreContext, delivery: Delivery): Promise<void> {
  const { calendarKey, seriesKey, uid, organizerEmail, emails, isQuiet = false } = delivery;
  const meeting = { uid, organizerEmail };
  await core.directory.refresh();
  await core.store.write(async (tx) => {
    const row = await tx.series(calendarKey, { key: seriesKey });
    const series = row && !row.isDeleted ? parseBody(row) : null;
    const organised = series && isOrganizedBy(series, organizerEmail) ? series : null;
    const recipients = await recipientsOf(tx, meeting, emails);
    const known = row ?? { key: seriesKey, calendarKey, body: ' ' };
    await deliver(core, tx, { organised, meeting, recipients, row: known, isQuiet });
  });
}
