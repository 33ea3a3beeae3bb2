import {
  notFound,
  signedIn,
  type CollectionState,
  type InboxMessage,
  type Principal,
  type SeriesDraft,
} from '@dayferry/core';
import { parseMessage } from '@dayferry/icalendar';
import type { Address } from './address.js';
import type { Exchange } from './exchange.js';

/** RFC 6638 §2.2: in every user's own home. Invitations arrive in the calendar; messages tell of them. */
export interface InboxResource {
  kind: 'inbox';
  address: Address;
  owner: Principal;
  /** Null: the organisation keeps no messages, and the inbox is always empty. */
  state: CollectionState | null;
}

export interface MessageResource {
  kind: 'message';
  address: Address;
  owner: Principal;
  message: InboxMessage;
  readonly ical: string;
  /** What the message is about, parsed when it is first read. */
  readonly series: SeriesDraft;
}

/** RFC 6638 §2.1. */
export interface OutboxResource {
  kind: 'outbox';
  address: Address;
  owner: Principal;
}

/** Of the scheduling collections of somebody else only those see anything who write in their place (caldav-proxy §5.4). */
export async function schedulingOwner({ core, viewer, address }: Exchange): Promise<Principal> {
  const user = signedIn(viewer);
  if (address.owner === user.email) return user;
  const owner = await core.people.find(viewer, address.owner);
  if (viewer.actsFor?.get(owner.key) !== 'writer') throw notFound();
  return owner;
}

export async function resolveInbox(exchange: Exchange): Promise<InboxResource> {
  const { core, viewer, address } = exchange;
  const owner = await schedulingOwner(exchange);
  return { kind: 'inbox', address, owner, state: await core.inbox.state(viewer, owner) };
}

export async function resolveMessage(exchange: Exchange): Promise<MessageResource> {
  const { core, viewer, address } = exchange;
  const owner = await schedulingOwner(exchange);
  const [message] = await core.inbox.messages(viewer, owner, [address.name]);
  if (!message) throw notFound();
  return messageResource(exchange, { address, owner }, message);
}

/** What lies in an inbox, oldest first: all, or what has these names. */
export async function messagesIn(
  exchange: Exchange,
  inbox: InboxResource,
  names?: string[],
): Promise<MessageResource[]> {
  const found = await exchange.core.inbox.messages(exchange.viewer, inbox.owner, names);
  return found.map((message) => messageIn(exchange, inbox, message));
}

export function messageIn(
  exchange: Exchange,
  { address, owner }: InboxResource,
  message: InboxMessage,
): MessageResource {
  return messageResource(exchange, { address: { ...address, kind: 'message', name: message.name }, owner }, message);
}

function messageResource(
  { core }: Exchange,
  { address, owner }: Pick<MessageResource, 'address' | 'owner'>,
  message: InboxMessage,
): MessageResource {
  let series: SeriesDraft | undefined;
  return {
    kind: 'message',
    address,
    owner,
    message,
    ical: message.ical,
    get series() {
      return (series ??= parseMessage(message.ical, { limits: core.limits }));
    },
  };
}
