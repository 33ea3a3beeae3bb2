import type { Principal, SharedRole } from '@dayferry/core';
import { calendarserver, dav } from '../clark.js';
import { conditionElement, conditions } from '../errors/conditions.table.js';
import { collectionHref, hrefOf, principalPath, proxyPath } from '../routes/hrefs.js';
import type { ResourceOf } from '../routes/resource.js';
import { calendarAcl, directoryAcl, homeAcl, inboxAcl, notificationsAcl, outboxAcl, principalAcl } from './acl.js';
import { property, type PropertyRow, type Refusal, type RenderContext } from './property.js';
import { schedulingSupported, supportedPrivileges } from './privileges.js';
import { href } from './xml-text.js';

const inCalendars = ['calendar', 'object'] as const;
const signposts = ['root', 'principals', 'homes'] as const;
const people = ['principal'] as const;
const own = ['home', 'inbox', 'message', 'outbox', 'notifications', 'notice', 'proxy'] as const;
const everything = [...signposts, ...people, ...own, ...inCalendars] as const;

/** WebDAV Access Control: RFC 3744 §4 and §5. */
export const aclProperties: readonly PropertyRow[] = [
  property(dav('group'), everything, () => ''),
  property(
    dav('supported-privilege-set'),
    [...signposts, ...people, 'home', 'message', 'notifications', 'notice', 'proxy', ...inCalendars],
    () => supportedPrivileges,
  ),
  property(dav('supported-privilege-set'), ['inbox', 'outbox'], ({ kind }) => schedulingSupported[kind]),
  property(dav('acl-restrictions'), everything, () => '<D:grant-only/><D:no-invert/>'),
  property(dav('inherited-acl-set'), ['object'], ({ address }) => href(collectionHref(address))),
  property(dav('inherited-acl-set'), [...signposts, ...people, ...own, 'calendar'], () => ''),
  property(dav('acl'), ['calendar'], ({ open }, context) => {
    const rules = context.acl?.get(open.calendar.key);
    return rules ? calendarAcl(open, rules) : hidden(context);
  }),
  property(dav('acl'), ['object'], ({ open, address }, context) => {
    const rules = context.acl?.get(open.calendar.key);
    return rules ? calendarAcl(open, rules, address) : hidden(context);
  }),
  property(dav('acl'), ['home'], ({ owner }) => homeAcl(owner)),
  property(dav('acl'), ['outbox'], ({ owner }) => outboxAcl(owner)),
  property(dav('acl'), ['inbox'], ({ owner, state }) => inboxAcl(owner, state !== null)),
  property(dav('acl'), ['message'], ({ owner }) => inboxAcl(owner, true)),
  property(dav('acl'), ['notifications', 'notice'], () => notificationsAcl),
  property(dav('acl'), ['principal', 'proxy'], () => principalAcl),
  property(dav('acl'), signposts, () => directoryAcl),
  property(dav('alternate-URI-set'), people, ({ principal }) => href(`mailto:${principal.email}`)),
  property(dav('group-membership'), people, ({ principal }, context) =>
    [
      ...(context.people?.groups.get(principal.key) ?? []).map(({ email }) => principalPath(email)),
      ...proxiesWith(principal, context).map(({ owner, role }) => proxyPath(owner.email, role)),
    ]
      .map(href)
      .join(''),
  ),
  property(dav('group-membership'), ['proxy'], () => ''),
  property(dav('alternate-URI-set'), ['proxy'], () => ''),
  property(dav('group-member-set'), ['proxy'], (proxy, context) => delegatesIn(proxy, context, (one) => [one])),
  // Groups have people for members, so that only delegates are expanded.
  property(calendarserver('expanded-group-member-set'), ['proxy'], (proxy, context) =>
    delegatesIn(proxy, context, (one) => (one.kind === 'group' ? (context.people?.members.get(one.key) ?? []) : [one])),
  ),
  // RFC 3744 §4.3 has it on groups; CalendarServer shows that a person has no members.
  property(dav('group-member-set'), people, ({ principal }, { people: facts }) =>
    hrefs(facts?.members.get(principal.key) ?? []),
  ),
  property(calendarserver('expanded-group-member-set'), people, ({ principal }, { people: facts }) =>
    principal.kind === 'group' ? hrefs(facts?.members.get(principal.key) ?? []) : null,
  ),
];

/** Whom a person acts for is known to them, and to whoever has them act. */
function proxiesWith(
  { key }: Principal,
  { people, exchange }: RenderContext,
): readonly { owner: Principal; role: SharedRole }[] {
  const { user } = exchange.viewer;
  if (!people || !user) return [];
  if (key === user.key) return people.standsIn;
  const own = people.delegates.filter(({ delegate }) => delegate.key === key);
  return own.map(({ role }) => ({ owner: user, role }));
}

/** caldav-proxy §5.2: shown to whom they act for. */
function delegatesIn(
  { principal, role }: ResourceOf<'proxy'>,
  context: RenderContext,
  people: (delegate: Principal) => readonly Principal[],
): string | Refusal {
  if (principal.key !== context.exchange.viewer.user?.key) return hidden(context, 'read');
  const delegates = (context.people?.delegates ?? []).filter((one) => one.role === role);
  return hrefs(delegates.flatMap(({ delegate }) => people(delegate)));
}

const hrefs = (principals: readonly Principal[]): string =>
  [...new Set(principals.map(({ email }) => href(principalPath(email))))].join('');

/** RFC 3744 §5.5: who may not read something is told so. */
function hidden({ exchange }: RenderContext, privilege = 'read-acl'): Refusal {
  const info = { href: hrefOf(exchange.address), privilege };
  return { status: 403, error: conditionElement(conditions['need-privileges']!, info) };
}
