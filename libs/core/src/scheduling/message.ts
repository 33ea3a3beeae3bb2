import type { EventSeries } from '../model/series.js';
import type { MessageMethod } from '../ports/inbox.port.js';
import type { StoreWriter } from '../ports/store.port.js';
import type { Notice, WriteOptions } from '../services/write-options.js';
import type { CoreContext } from '../services/context.js';

/** Topic of the outbox rows with a `MailMessage`. */
export const mailTopic = 'mail';

/** One iTIP message (RFC 5546) to people by mail. */
export interface MailMessage {
  method: MessageMethod;
  /** Address of the organizer, or of the guest who replies. */
  from: string;
  to: string[];
  notice: Notice;
  /** The event as the message is about it, with its SEQUENCE. */
  series: EventSeries;
}

/**
 * What a client did not say: iCalendar and JSCalendar clients expect invitations to be sent (RFC 6638 §1), those of v2 and
 * v3 ask for it (calendar-v3.md §5.5.1). People here get their copies in any case.
 */
export function noticeOf({ notify, origin }: Pick<WriteOptions, 'notify' | 'origin'>): Notice {
  return notify ?? (origin === 'ical' || origin === 'jscalendar' ? 'externalOnly' : 'none');
}

/** In the same transaction as the change it is about. */
export async function enqueueMail(core: CoreContext, tx: StoreWriter, message: MailMessage): Promise<void> {
  if (message.notice === 'none' || message.to.length === 0) return;
  await tx.enqueue({
    key: core.ids.key(),
    topic: mailTopic,
    calendarKey: message.series.calendarKey,
    payload: JSON.stringify(message),
    due: core.clock(),
  });
}
