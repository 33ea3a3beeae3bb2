import { forbidden, preconditionFailed, type EventSeries } from '@dayferry/core';
import { messageVersion } from '../render/message.js';
import { noticeTag } from '../render/notice.js';
import type { Answer, Exchange } from './exchange.js';
import { checkPreconditions, isListed } from './preconditions.js';
import { openCalendar, resolve } from './resource.js';
import { schedulingOwner } from './scheduling-resources.js';

/** RFC 4918 §9.6. */
export async function remove(exchange: Exchange): Promise<Answer> {
  if (exchange.address.kind === 'notice') return removeNotice(exchange);
  if (exchange.address.kind === 'message') return removeMessage(exchange);
  const { core, address, headers } = exchange;
  const open = await openCalendar(exchange);
  // RFC 6638 §8.1.
  const isSilent = /^\s*f\s*$/i.test(String(headers['schedule-reply'] ?? ''));
  const options = { origin: 'ical', isSilent } as const;
  if (address.kind === 'object') {
    const check = (current: EventSeries): void => checkPreconditions(exchange, current);
    await core.events.remove(open, { name: address.name }, check, options);
    return { status: 204 };
  }
  const { user } = open.viewer;
  // RFC 3744 §3.10: what lies in a home is its owner's to take out.
  if (address.tree === 'v2' || address.owner !== user?.email)
    throw forbidden('This address belongs to the calendar as long as it exists.', {
      code: 'need-privileges',
      info: { privilege: 'unbind' },
    });
  // Somebody else's calendar leaves one's own list; only its owner deletes it.
  const isOwners = open.owner.key === user.key;
  await (isOwners ? core.calendars.remove(open, options) : core.calendars.unsubscribe(open));
  return { status: 204 };
}

/** RFC 6638 §4: what has been acknowledged is put away. */
async function removeMessage(exchange: Exchange): Promise<Answer> {
  const { core, viewer, address } = exchange;
  const owner = await schedulingOwner(exchange);
  await core.inbox.remove(viewer, owner, address.name, (current) =>
    checkPreconditions(exchange, messageVersion(current)),
  );
  return { status: 204 };
}

/** caldav-sharing §4: who has read a notice puts it away. */
async function removeNotice(exchange: Exchange): Promise<Answer> {
  const { core, viewer, headers } = exchange;
  const resource = await resolve(exchange);
  if (resource.kind !== 'notice') return { status: 404 };
  await core.sharing.removeNotice(viewer, resource.notice.name, (current) => {
    if (headers['if-match'] !== undefined && !isListed(headers['if-match'], noticeTag(current)))
      throw preconditionFailed('The notice has another ETag.');
  });
  return { status: 204 };
}
