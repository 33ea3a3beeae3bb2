import { atLeast, type Sharee, formatUtcSeconds } from '@dayferry/core';
import { calendarserver, dav } from '../clark.js';
import { hrefOf, principalPath } from '../routes/hrefs.js';
import type { ResourceOf } from '../routes/resource.js';
import { isOwnersView } from './display-name.js';
import {
  accessElement,
  inviteState,
  noticeTag,
  noticeType,
  noticeXml,
  organizer,
  ownersPath,
  summary,
} from './notice.js';
import { noticesState } from './home-token.js';
import { renderStateToken } from './state-token.js';
import { property, type PropertyRow, type RenderContext } from './property.js';
import { escapeXml, href } from './xml-text.js';

const allprop = { isInAllprop: true };

/** Calendars that are shared by invitation, and what people are told of it: caldav-sharing §4 and §5.2. */
export const sharingProperties: readonly PropertyRow[] = [
  property(
    dav('resourcetype'),
    ['calendar'],
    (calendar, { sharedByViewer }) => {
      const isSharedByViewer = sharedByViewer?.has(calendar.open.calendar.key) === true;
      const mark = isSharedByViewer ? '<CS:shared-owner/>' : isSharee(calendar) ? '<CS:shared/>' : '';
      return `<D:collection/><C:calendar/>${mark}`;
    },
    allprop,
  ),
  property(calendarserver('invite'), ['calendar'], inviteOf),
  property(calendarserver('allowed-sharing-modes'), ['calendar'], ({ open }) =>
    isOwnersView(open) ? '<CS:can-be-shared/><CS:can-be-published/>' : null,
  ),
  property(calendarserver('publish-url'), ['calendar'], (calendar, context) =>
    isPublished(calendar, context) ? publicAddress(calendar, context) : null,
  ),
  property(calendarserver('pre-publish-url'), ['calendar'], (calendar, context) =>
    isOwnersView(calendar.open) ? publicAddress(calendar, context) : null,
  ),
  property(calendarserver('shared-url'), ['calendar'], (calendar) => {
    const { owner, calendar: shared } = calendar.open;
    return isSharee(calendar) ? href(ownersPath(owner.email, shared.collectionName, calendar.address)) : null;
  }),
  property(calendarserver('notification-URL'), ['principal'], ({ principal, address }, { exchange }) =>
    principal.key === exchange.viewer.user?.key
      ? href(
          hrefOf({
            ...address,
            tree: 'dav',
            kind: 'notifications',
            owner: principal.email,
            collection: 'notification',
          }),
        )
      : null,
  ),
  property(dav('resourcetype'), ['notifications'], () => '<D:collection/><CS:notification/>', allprop),
  property(dav('displayname'), ['notifications'], () => 'Notifications', allprop),
  property(dav('sync-token'), ['notifications'], ({ notices }, { exchange: { viewer } }) =>
    escapeXml(renderStateToken('notifications', viewer, noticesState(notices))),
  ),
  property(calendarserver('getctag'), ['notifications'], ({ notices }) =>
    escapeXml(`data:,dayferry-notices:${notices.map(noticeTag).join('.')}`),
  ),
  property(dav('resourcetype'), ['notice'], () => '', allprop),
  property(dav('getetag'), ['notice'], ({ notice }) => `&quot;${noticeTag(notice)}&quot;`, allprop),
  property(dav('getcontenttype'), ['notice'], () => 'application/xml; charset=utf-8', allprop),
  property(dav('getcontentlength'), ['notice'], (resource) => String(Buffer.byteLength(noticeXml(resource))), allprop),
  property(dav('creationdate'), ['notice'], ({ notice }) => formatUtcSeconds(notice.created), allprop),
  property(calendarserver('notificationtype'), ['notice'], ({ notice }) => noticeType(notice)),
];

/** Everybody may read it. Who may not see the access rules is not told. */
function isPublished({ open }: ResourceOf<'calendar'>, { acl }: RenderContext): boolean {
  const rules = acl?.get(open.calendar.key) ?? [];
  return rules.some(({ scopeType, role }) => scopeType === 'default' && atLeast(role, 'reader'));
}

function publicAddress({ open }: ResourceOf<'calendar'>, { exchange }: RenderContext): string {
  return href(`${exchange.publicUrl}/calendar/ical/${encodeURIComponent(open.calendar.id)}/public/basic.ics`);
}

/** Somebody else's calendar, in the home of the one who sees it. */
function isSharee({ open, address }: ResourceOf<'calendar'>): boolean {
  return !isOwnersView(open) && address.tree === 'dav' && address.owner === open.viewer.user?.email;
}

/** caldav-sharing §5.2.2: the owner sees everybody, others see the owner and themselves. */
function inviteOf({ open }: ResourceOf<'calendar'>, { sharees }: RenderContext): string | null {
  const users = sharees?.get(open.calendar.key) ?? [];
  if (users.length === 0) return null;
  return (isOwnersView(open) ? '' : organizer(open.owner)) + users.map(userElement).join('');
}

/** caldav-sharing §6.5. */
function userElement({ principal, role, state, title, ownTitle }: Sharee): string {
  const name = `<CS:common-name>${escapeXml(principal.name || principal.email)}</CS:common-name>`;
  const more = `${inviteState(state)}${accessElement(role)}${summary(ownTitle ?? title)}`;
  return `<CS:user>${href(principalPath(principal.email))}${name}${more}</CS:user>`;
}
