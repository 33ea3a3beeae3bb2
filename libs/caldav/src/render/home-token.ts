import { createHash } from 'node:crypto';
import { DayferryError, type Viewer } from '@dayferry/core';
import { encodeSegment, hrefOf } from '../routes/hrefs.js';
import { noticeTag } from './notice.js';
import { homeMembers, type HomeResource, type Resource } from '../routes/resource.js';

/** The version of each member of a home, by the last segment of its path. */
export type HomeState = ReadonlyMap<string, string>;

/** The inbox never holds anything, so it never changes. */
export const inboxToken = 'data:,dayferry-inbox:0';

/**
 * Where a client stands with a home (RFC 6578 on the home, as Apple's programs use it). The token is the state itself:
 * there is nothing to remember for it, so it never expires, and every reason for a change counts: events, the calendar's
 * own properties, the viewer's own settings for it, and rights, however they came or went.
 */
export function renderHomeToken(home: HomeResource, viewer: Viewer, state = homeState(home, viewer)): string {
  const text = [...state].map(([segment, version]) => `${encodeURIComponent(segment)}=${version}`).join('&');
  return `${prefixOf(viewer)}${text}`;
}

/** One short value for the same. */
export function homeTag(home: HomeResource, viewer: Viewer): string {
  return `data:,dayferry-home-tag:${digest(renderHomeToken(home, viewer))}`;
}

/** TokenExpired for what was not made here for this user. */
export function parseHomeToken(token: string, viewer: Viewer): HomeState {
  const prefix = prefixOf(viewer);
  const text = token.startsWith(prefix) ? token.slice(prefix.length) : null;
  if (text === null || !/^(?:[^&=]+=[\w-]{12}(?:&|$))*$/.test(text)) throw expired();
  try {
    const pairs = text === '' ? [] : text.split('&').map((pair) => pair.split('=') as [string, string]);
    return new Map(pairs.map(([segment, version]) => [decodeURIComponent(segment), version]));
  } catch {
    throw expired();
  }
}

export function homeState(home: HomeResource, viewer: Viewer): HomeState {
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
  if (member.kind !== 'calendar') return digest(member.kind);
  const { calendar, sync, entry, role } = member.open;
  return digest([calendar.key, calendar.revision, sync.epoch, sync.seq, entry?.revision ?? 0, role].join(' '));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

const prefixOf = ({ user }: Viewer): string => `data:,dayferry-home:${user?.key ?? 'nobody'}:`;

function expired(): DayferryError {
  return new DayferryError('token-expired', 'The sync token is not valid here: sync anew without one.');
}
