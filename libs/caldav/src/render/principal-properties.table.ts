import { atLeast } from '@dayferry/core';
import { caldav, calendarserver } from '../clark.js';
import { homeHref, hrefOf, principalPath } from '../routes/hrefs.js';
import type { ResourceOf } from '../routes/resource.js';
import { scheduleTag } from './schedule-tag.js';
import { property, type PropertyRow, type RenderContext } from './property.js';
import { escapeXml, href } from './xml-text.js';

/** Properties of principals: RFC 4791 §6.2.1, RFC 6638 §2.4.1. */
export const principalProperties: readonly PropertyRow[] = [
  // One href: Apple Calendar, tsdav and vdirsyncer take the first and leave the rest.
  property(caldav('calendar-home-set'), ['principal'], ({ address, principal }) =>
    href(homeHref(principal.email, address)),
  ),
  // The first mailto: is the primary address (Thunderbird).
  property(
    caldav('calendar-user-address-set'),
    ['principal'],
    ({ address, principal }) => href(`mailto:${principal.email}`) + href(hrefOf(address)),
  ),
  property(
    calendarserver('email-address-set'),
    ['principal'],
    ({ principal }) => `<CS:email-address>${escapeXml(principal.email)}</CS:email-address>`,
  ),
  property(caldav('schedule-inbox-URL'), ['principal'], (resource, context) =>
    ownCollection(resource, context, 'inbox'),
  ),
  property(caldav('schedule-outbox-URL'), ['principal'], (resource, context) =>
    ownCollection(resource, context, 'outbox'),
  ),
  property(
    caldav('schedule-tag'),
    ['object'],
    ({ head, stored }) => {
      const tag = stored ? scheduleTag(head, stored.ical) : null;
      return tag && escapeXml(tag);
    },
    { needsBody: true, isStable: true },
  ),
  property(caldav('schedule-default-calendar-URL'), ['inbox'], ({ address }) =>
    href(hrefOf({ ...address, kind: 'calendar', collection: 'calendar' })),
  ),
  property(caldav('calendar-user-type'), ['principal'], ({ principal }) => userTypes[principal.kind]),
  property(calendarserver('calendar-proxy-read-for'), ['principal'], (resource, context) =>
    delegators(resource, context, false),
  ),
  property(calendarserver('calendar-proxy-write-for'), ['principal'], (resource, context) =>
    delegators(resource, context, true),
  ),
];

/** RFC 6638 §2.4.2. */
const userTypes = { user: 'INDIVIDUAL', group: 'GROUP', resource: 'ROOM' } as const;

/** RFC 6638 §2.1.1, §2.2.1: shown to their owner only. */
function ownCollection(
  { principal, address }: ResourceOf<'principal'>,
  { exchange }: RenderContext,
  kind: 'inbox' | 'outbox',
): string | null {
  if (principal.key !== exchange.viewer.user?.key) return null;
  return href(hrefOf({ ...address, tree: 'dav', kind, owner: principal.email, collection: kind }));
}

/** caldav-proxy §5.3: whom the signed-in user stands in for; nobody is told that of somebody else. */
function delegators(
  { principal }: ResourceOf<'principal'>,
  { people, exchange }: RenderContext,
  mayChange: boolean,
): string {
  if (principal.key !== exchange.viewer.user?.key) return '';
  return (people?.delegators ?? [])
    .filter(({ role }) => atLeast(role, 'reader') && atLeast(role, 'writer') === mayChange)
    .map(({ owner }) => href(principalPath(owner.email)))
    .join('');
}
