import type { ShareNotice, ShareNoticeContent, SharedRole } from '@dayferry/core';
import type { Address } from '../routes/address.js';
import { hrefOf } from '../routes/hrefs.js';
import type { NoticeResource } from '../routes/resource.js';
import { escapeXml, href, xmlDocument } from './xml-text.js';

/** Without its quotes. */
export const noticeTag = ({ version }: ShareNotice): string => version;

const types = { invitation: 'CS:invite-notification', reply: 'CS:invite-reply' } as const;
const states = {
  pending: 'noresponse',
  accepted: 'accepted',
  declined: 'declined',
  deleted: 'deleted',
} as const;

/** CS:notificationtype (caldav-sharing §4.2.1). */
export const noticeType = ({ content }: ShareNotice): string => `<${types[content.type]}/>`;

/** caldav-sharing §6.6 to §6.10. */
export function inviteState(state: ShareNoticeContent['state']): string {
  return `<CS:invite-${states[state]}/>`;
}

/** caldav-sharing §6.11. */
export function accessElement(role: SharedRole): string {
  return `<CS:access>${role === 'writer' ? '<CS:read-write/>' : '<CS:read/>'}</CS:access>`;
}

/** The document of a notice (caldav-sharing §6.24). */
export function noticeXml({ notice, address }: NoticeResource): string {
  const { content, created } = notice;
  const stamp = `${new Date(created).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const element = types[content.type];
  const told = content.type === 'reply' ? reply(content, address) : invitation(content, address);
  return xmlDocument('CS:notification', `<CS:dtstamp>${stamp}</CS:dtstamp><${element}>${told}</${element}>`);
}

function invitation(content: ShareNoticeContent, address: Address): string {
  const components = content.calendar.components.map((name) => `<C:comp name="${name}"/>`).join('');
  return [
    `<CS:uid>${escapeXml(content.invitationKey)}</CS:uid>`,
    href(`mailto:${content.sharee}`),
    inviteState(content.state),
    accessElement(content.role),
    hostUrl(content, address),
    organizer(content.owner),
    summary(content.title),
    `<C:supported-calendar-component-set>${components}</C:supported-calendar-component-set>`,
  ].join('');
}

function reply(content: ShareNoticeContent, address: Address): string {
  return [
    href(`mailto:${content.sharee}`),
    inviteState(content.state),
    hostUrl(content, address),
    `<CS:in-reply-to>${escapeXml(content.invitationKey)}</CS:in-reply-to>`,
    summary(content.title),
  ].join('');
}

/** caldav-sharing §6.18. */
export function organizer({ email, name }: { email: string; name: string }): string {
  return `<CS:organizer>${href(`mailto:${email}`)}<CS:common-name>${escapeXml(name || email)}</CS:common-name></CS:organizer>`;
}

export function summary(title: string | undefined): string {
  return title === undefined ? '' : `<CS:summary>${escapeXml(title)}</CS:summary>`;
}

function hostUrl({ owner, calendar }: ShareNoticeContent, address: Address): string {
  return `<CS:hosturl>${href(ownersPath(owner.email, calendar.collectionName, address))}</CS:hosturl>`;
}

/** A calendar where its owner has it; in the layout of the request where the owner asks. */
export function ownersPath(email: string, collection: string, from: Address): string {
  const alias = from.owner === email ? from.alias : undefined;
  return hrefOf({ ...from, tree: 'dav', kind: 'calendar', owner: email, collection, name: '', alias });
}
