import { caldav, calendarserver } from '../clark.js';
import { homeHref, hrefOf } from '../routes/hrefs.js';
import { property, type PropertyRow } from './property.js';
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
];
