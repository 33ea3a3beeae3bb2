import { forbidden, signedIn, type OpenCalendar } from '@dayferry/core';
import { caldav, calendarserver } from '../clark.js';
import { parseInviteReply, parseShare } from '../parse/sharing.js';
import type { XmlElement } from '../parse/xml-element.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import { href, xmlDocument } from '../render/xml-text.js';
import { requireBody } from './body.js';
import { xmlType, type Answer, type Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { emailOf } from './person.js';
import { openCalendar, resolve } from './resource.js';

const noCache = { 'cache-control': 'no-cache' };

/** The root of the body says what is asked of the calendar. */
export function postToCalendar(exchange: Exchange): Promise<Answer> {
  const body = requireBody(exchange);
  if (body.name === calendarserver('publish-calendar')) return publish(exchange, 'reader');
  if (body.name === calendarserver('unpublish-calendar')) return publish(exchange, 'none');
  return shareCalendar(exchange, body);
}

/** What Apple's programs call publishing: everybody may read the calendar, and has an address to subscribe to. */
async function publish(exchange: Exchange, role: 'reader' | 'none'): Promise<Answer> {
  signedIn(exchange.viewer);
  const open = await openCalendar(exchange);
  await exchange.core.calendars.setAcl(open, { scopeType: 'default', scopeValue: '', role });
  return { status: role === 'reader' ? 202 : 200, headers: { ...noCache, 'content-length': '0' } };
}

/**
 * caldav-sharing §5.3.2: all of the changes, or none. Where somebody cannot be invited, the answer says who, as the server
 * of the specification's authors does (it is silent on this): 207 with 403 for those, 424 for all others.
 */
async function shareCalendar(exchange: Exchange, body: XmlElement): Promise<Answer> {
  const changes = parseShare(body).map((change) => ({
    ...change,
    email: emailOf(change.uri, exchange.aliases),
  }));
  signedIn(exchange.viewer);
  const { sharing } = exchange.core;
  const open = await openCalendar(exchange);
  const invited = changes.filter(({ role }) => role !== null).map(({ email }) => email);
  const strangers = await sharing.strangers(open, invited);
  const isRefused = ({ email, role }: (typeof changes)[number]): boolean => role !== null && strangers.has(email);
  if (strangers.size > 0)
    return multistatus(changes.map((change) => statusResponse(change.uri, isRefused(change) ? 403 : 424)));
  await sharing.share(open, changes);
  return { status: 200, headers: { ...noCache, 'content-length': '0' } };
}

/** A calendar that somebody else shares is not its new user's time before they say so (caldav-sharing §5.5.5). */
const entry = { properties: { [caldav('schedule-calendar-transp')]: 'transparent' } };

/** caldav-sharing §5.4.1. */
export async function answerInvitation(exchange: Exchange): Promise<Answer> {
  const { core, viewer, aliases } = exchange;
  const { uri, invitation, accepts, title } = parseInviteReply(requireBody(exchange));
  const user = signedIn(viewer);
  const home = await resolve(exchange);
  const isOwn = home.kind === 'home' && home.owner.key === user.key;
  if (!isOwn || (uri !== null && emailOf(uri, aliases) !== user.email))
    throw forbidden('An invitation is answered by the one who was invited, in their own home.', {
      code: 'need-privileges',
      info: { href: hrefOf(exchange.address), privilege: 'bind' },
    });
  const answer = { accepts, entry, ...(title === undefined ? {} : { ownTitle: title }) };
  const open = await core.sharing.answer(viewer, invitation, answer);
  if (!open) return { status: 204, headers: noCache };
  const body = xmlDocument('CS:shared-as', href(sharedPath(exchange, open)));
  return { status: 200, headers: { ...noCache, 'content-type': xmlType }, body };
}

function sharedPath({ address }: Exchange, { calendar }: OpenCalendar): string {
  if (address.tree === 'v2') return hrefOf({ ...address, kind: 'calendar', owner: calendar.id, collection: 'events' });
  return hrefOf({ ...address, kind: 'calendar', collection: calendar.id });
}
