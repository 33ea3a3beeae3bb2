import type { ShareNotice, Viewer } from '@dayferry/core';
import { encodeSegment, hrefOf } from '../routes/hrefs.js';
import { noticeTag } from './notice.js';
import { digest, expired, renderStateToken, type CollectionState } from './state-token.js';
import { homeMembers, type HomeResource, type Resource } from '../routes/resource.js';
import type { InboxResource } from '../routes/scheduling-resources.js';

/** An inbox that never holds anything never changes. */
export function inboxToken({ owner, state }: Pick<InboxResource, 'owner' | 'state'>, seq = state?.seq): string {
  return seq === undefined ? 'data:,dayferry-inbox:0' : `data:,dayferry-inbox:${owner.key}:${seq}`;
}

/** The change number in a token of this inbox. TokenExpired for any other. */
export function parseInboxToken(inbox: InboxResource, token: string): number {
  const seq = inbox.state ? Number(/^data:,dayferry-inbox:\w+:(\d{1,15})$/.exec(token)?.[1]) : 0;
  if (Number.isSafeInteger(seq) && token === inboxToken(inbox, inbox.state ? seq : undefined)) return seq;
  throw expired();
}

/**
 * Where a client stands with a home (RFC 6578 on the home, as Apple's programs use it). Every reason for a change counts:
 * events, the calendar's own properties, the viewer's own settings for it, and rights, however they came or went.
 */
export function renderHomeToken(home: HomeResource, viewer: Viewer, state = homeState(home, viewer)): string {
  return renderStateToken('home', viewer, state);
}

/** One short value for the same. */
export function homeTag(home: HomeResource, viewer: Viewer): string {
  return `data:,dayferry-home-tag:${digest(renderHomeToken(home, viewer))}`;
}

export function homeState(home: HomeResource, viewer: Viewer): CollectionState {
  return new Map(homeMembers(home, viewer).map((member) => [segmentOf(member), versionOf(member)]));
}

export function segmentOf({ address, kind }: Resource): string {
  return kind === 'calendar' && address.tree === 'v2' ? address.owner : address.collection;
}

/** The path of a member that may be gone. */
export function memberHref({ address }: HomeResource, segment: string): string {
  return address.tree === 'v2' ? `${hrefOf(address)}events/` : `${hrefOf(address)}${encodeSegment(segment)}/`;
}

function versionOf(member: Resource): string {
  if (member.kind === 'notifications') return digest(['notices', ...member.notices.map(noticeTag)].join(' '));
  if (member.kind === 'inbox' && member.state) return digest(`inbox ${member.state.seq}`);
  if (member.kind !== 'calendar') return digest(member.kind);
  const { calendar, sync, entry, role } = member.open;
  return digest([calendar.key, calendar.revision, sync.epoch, sync.seq, entry?.revision ?? 0, role].join(' '));
}

/** The names of notices, each with its version. */
export function noticesState(notices: readonly ShareNotice[]): CollectionState {
  return new Map(notices.map((notice) => [`${notice.name}.xml`, digest(noticeTag(notice))]));
}
