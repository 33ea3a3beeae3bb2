import type { EventData, EventPatch } from '../model/event-data.js';
import type { Principal } from '../model/directory.js';
import type { EventSeries, Override, SeriesDraft } from '../model/series.js';
import type { MessageMethod } from '../ports/inbox.port.js';
import type { StoreWriter } from '../ports/store.port.js';
import type { CoreContext } from '../services/context.js';
import { inboxDays } from '../services/inbox.js';
import { emailOf } from './address.js';
import { forGuests, sharedPart } from './personal.js';
import { organizerForGuests } from './reply-status.js';

const day = 86_400_000;

export interface Told {
  to: Principal;
  /** E-mail address. */
  from: string;
  method: MessageMethod;
  /** Made only for an inbox that keeps messages. */
  series: () => EventSeries;
}

/** RFC 6638 §4: the message itself, once all that follows from it is done; where the organisation keeps messages. */
export async function tellInbox(core: CoreContext, tx: StoreWriter, { to, from, method, series }: Told): Promise<void> {
  if (to.kind !== 'user') return;
  const days = await inboxDays(core, tx, to);
  if (days === 0) return;
  const created = core.clock();
  const content = series();
  const ical = core.renderer.render({ ...content, calendarProperties: [['method', {}, 'text', method.toUpperCase()]] });
  await tx.insertInboxMessage({
    userKey: to.key,
    name: `${core.ids.key()}.ics`,
    created,
    expires: created + days * day,
    method,
    uid: content.uid,
    sender: from,
    ical,
  });
}

/** RFC 5546 §3.2.2: what the organizer says to one guest. `content`: the copy of somebody who has none yet. */
export function requestOf(organised: EventSeries, content: SeriesDraft): EventSeries {
  const bare = <T extends EventData | EventPatch>({ useDefaultAlarms: _default, ...data }: T): T => data as T;
  return {
    ...organised,
    ...content,
    uid: organised.uid,
    master: bare(content.master),
    overrides: content.overrides.map((override) => ({ ...override, patch: bare(override.patch) })),
  };
}

/** What is said to others: nothing personal, and nothing of who sends it (RFC 6638 §7). */
function messagePart<T extends EventData | EventPatch>(data: T): T {
  const { organizer, attendees } = data;
  return {
    ...sharedPart(data),
    ...(organizer ? { organizer: organizerForGuests(organizer) } : {}),
    ...(attendees ? { attendees: attendees.map(forGuests) } : {}),
  };
}

/** RFC 5546 §3.2.5: the copy that a guest had is off, as a whole or each instance that was in it. */
export function cancellationOf(held: EventSeries, updated: number): EventSeries {
  const { recurrence: _recurrence, ...rest } = held;
  const off = <T extends EventData | EventPatch>(data: T): T => ({
    ...messagePart(data),
    status: 'cancelled',
    sequence: (data.sequence ?? 0) + 1,
  });
  const overrides = held.isMasterMissing ? held.overrides : [];
  return {
    ...rest,
    updated,
    master: held.isMasterMissing ? {} : off(held.master),
    overrides: overrides.map((override) => ({ ...override, patch: off(override.patch) })),
  };
}

/** RFC 5546 §3.2.3: the meeting with nobody in it but the guest who replies. */
export function replyOf(organised: EventSeries, email: string): EventSeries {
  const own = <T extends EventData | EventPatch>(data: T): T => {
    const said = messagePart(data);
    const attendees = said.attendees?.filter((attendee) => emailOf(attendee) === email);
    return { ...said, ...(attendees ? { attendees } : {}) };
  };
  const answers = organised.overrides.filter(({ patch }: Override) => patch.attendees);
  return {
    ...organised,
    master: own(organised.master),
    overrides: answers.map((override) => ({ ...override, patch: own(override.patch) })),
  };
}
