import { httpDate, type SharedRole, formatUtcSeconds } from '@dayferry/core';
import { calendarserver, dav } from '../clark.js';
import { homeTag, inboxToken, renderHomeToken } from './home-token.js';
import { resourceKinds } from '../routes/address.js';
import { reportNames } from '../routes/report-names.table.js';
import { hrefOf, principalHref, principalPath } from '../routes/hrefs.js';
import { entityTag } from '../routes/preconditions.js';
import { objectLength, objectType } from './calendar-object.js';
import { displayName } from './display-name.js';
import { privilegesOf } from './privileges.js';
import { property, type PropertyRow } from './property.js';
import { resourceId } from './resource-id.js';
import { renderSyncToken } from './sync-token.js';
import { escapeXml, href, tagsOf } from './xml-text.js';

const scheduling = ['inbox', 'outbox'] as const;
const signposts = ['root', 'principals', 'homes', 'home'] as const;
const allprop = { isInAllprop: true };
const stable = { isInAllprop: true, isStable: true };

/** WebDAV's own properties: RFC 4918 §15, RFC 3744 §4 and §5, RFC 3253 §3.1.5, RFC 5397, RFC 5842, RFC 6578 §4. */
export const davProperties: readonly PropertyRow[] = [
  property(dav('resourcetype'), signposts, () => '<D:collection/>', allprop),
  property(dav('resourcetype'), ['principal'], () => '<D:collection/><D:principal/>', allprop),
  property(dav('resourcetype'), ['proxy'], ({ role }) => `<D:collection/><D:principal/>${proxyElement(role)}`, allprop),
  property(dav('resourcetype'), scheduling, ({ kind }) => `<D:collection/><C:schedule-${kind}/>`, allprop),
  property(dav('displayname'), scheduling, ({ kind }) => (kind === 'inbox' ? 'Inbox' : 'Outbox'), allprop),
  property(dav('resourcetype'), ['object'], () => '', stable),
  property(
    dav('displayname'),
    ['principal', 'proxy', 'home', 'calendar'],
    (resource) => escapeXml(displayName(resource)),
    allprop,
  ),
  property(dav('getetag'), ['object'], ({ head }) => entityTag(head), stable),
  property(dav('getcontenttype'), ['object'], ({ head }) => objectType(head), stable),
  property(dav('getcontentlength'), ['object'], (object) => objectLength(object), stable),
  property(dav('getlastmodified'), ['calendar'], ({ open }) => httpDate(open.calendar.updated), allprop),
  property(dav('getlastmodified'), ['object'], ({ head }) => httpDate(head.updated), stable),
  property(dav('creationdate'), ['calendar'], ({ open }) => formatUtcSeconds(open.calendar.created), allprop),
  property(dav('creationdate'), ['object'], ({ head }) => formatUtcSeconds(head.created), stable),
  property(dav('current-user-principal'), resourceKinds, ({ address }, { exchange: { viewer } }) =>
    viewer.user ? href(principalHref(viewer.user.email, address, viewer)) : '<D:unauthenticated/>',
  ),
  property(dav('principal-URL'), ['principal', 'proxy'], ({ address }) => href(hrefOf(address))),
  property(dav('principal-collection-set'), resourceKinds, () => href('/dav/principals/')),
  property(dav('owner'), ['principal'], ({ address }) => href(hrefOf(address))),
  property(dav('owner'), ['proxy'], ({ principal }) => href(principalPath(principal.email))),
  property(
    dav('owner'),
    ['home', 'notifications', 'notice', 'message', ...scheduling],
    ({ address, owner }, { exchange }) => href(principalHref(owner.email, address, exchange.viewer)),
  ),
  property(dav('owner'), ['calendar', 'object'], ({ address, open }) =>
    href(principalHref(open.owner.email, address, open.viewer)),
  ),
  property(dav('current-user-privilege-set'), resourceKinds, (resource, { exchange }) =>
    privilegesOf(resource, exchange.viewer),
  ),
  property(dav('supported-report-set'), resourceKinds, ({ kind }) => supportedReports(kind)),
  property(dav('sync-token'), ['home'], (home, { exchange }) => escapeXml(renderHomeToken(home, exchange.viewer))),
  property(calendarserver('getctag'), ['home'], (home, { exchange }) => homeTag(home, exchange.viewer)),
  property(dav('sync-token'), ['inbox'], (inbox) => inboxToken(inbox)),
  property(calendarserver('getctag'), ['inbox'], (inbox) => inboxToken(inbox)),
  property(dav('supportedlock'), resourceKinds, () => '', allprop),
  property(dav('sync-token'), ['calendar'], ({ open }) => renderSyncToken(open)),
  property(dav('resource-id'), ['principal'], ({ principal }) => href(resourceId(principal.key))),
  property(dav('resource-id'), ['calendar'], ({ open }) => href(resourceId(open.calendar.key))),
  property(dav('resource-id'), ['object'], ({ head }) => href(resourceId(head.key))),
];

const proxyElement = (role: SharedRole): string =>
  role === 'writer' ? '<CS:calendar-proxy-write/>' : '<CS:calendar-proxy-read/>';

function supportedReports(kind: (typeof resourceKinds)[number]): string {
  return reportNames
    .filter(({ on }) => on.includes(kind))
    .map(({ name }) => `<D:supported-report><D:report>${tagsOf(name).empty}</D:report></D:supported-report>`)
    .join('');
}
