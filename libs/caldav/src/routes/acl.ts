import { DayferryError, forbidden, type AclRule, type OpenCalendar } from '@dayferry/core';
import type { ClarkName } from '../clark.js';
import { parseAcl, type Ace, type AcePrincipal } from '../parse/acl.js';
import { roleOfPrivileges } from '../privileges.table.js';
import { requireBody } from './body.js';
import type { Answer, Exchange } from './exchange.js';
import { emailOf } from './person.js';
import { openCalendar } from './resource.js';

type Scope = Pick<AclRule, 'scopeType' | 'scopeValue'>;

/** RFC 3744 §8: sets all rules of a calendar but the owner's own, in one transaction. Entries become roles. */
export async function acl(exchange: Exchange): Promise<Answer> {
  const aces = parseAcl(requireBody(exchange));
  const open = await openCalendar(exchange);
  const granted = new Map<string, { scope: Scope; privileges: ClarkName[] }>();
  for (const ace of aces) await collect(exchange, open, ace, granted);
  const rules = [...granted.values()].map(({ scope, privileges }) => ({ ...scope, role: roleOf(privileges) }));
  await exchange.core.calendars.replaceAcl(open, rules).catch((error: unknown) => {
    throw asPrecondition(error);
  });
  return { status: 200, headers: { 'content-length': '0' } };
}

/** Entries for the same principal add up. */
async function collect(
  exchange: Exchange,
  open: OpenCalendar,
  { principal, privileges }: Ace,
  granted: Map<string, { scope: Scope; privileges: ClarkName[] }>,
): Promise<void> {
  const scope = await scopeOf(exchange, open, principal);
  if (scope.scopeType === 'user' && scope.scopeValue === open.owner.email) return requireAll(privileges);
  const key = `${scope.scopeType} ${scope.scopeValue}`;
  const known = granted.get(key);
  granted.set(key, { scope, privileges: [...(known?.privileges ?? []), ...privileges] });
}

function requireAll(privileges: ClarkName[]): void {
  if (roleOf(privileges) !== 'owner')
    throw forbidden("The owner's own access cannot be lowered.", { code: 'no-protected-ace-conflict' });
}

function roleOf(privileges: ClarkName[]): AclRule['role'] {
  const role = roleOfPrivileges(privileges);
  if (role) return role;
  throw forbidden('Only read-free-busy, read, read and write, or all can be granted.', {
    code: 'not-supported-privilege',
  });
}

async function scopeOf(exchange: Exchange, open: OpenCalendar, principal: AcePrincipal): Promise<Scope> {
  if (principal === 'all') return { scopeType: 'default', scopeValue: '' };
  if (principal === 'owner') return { scopeType: 'user', scopeValue: open.owner.email };
  if (principal === 'authenticated') {
    return { scopeType: 'domain', scopeValue: open.owner.email.slice(open.owner.email.lastIndexOf('@') + 1) };
  }
  const email = emailOf(principal.href, exchange.aliases);
  if (email === '') throw unrecognized();
  return namedScope(exchange, open, email);
}

/** RFC 3744 §8.1.1: a principal that is not known is refused; those that have a right already may keep it. */
async function namedScope({ core, viewer }: Exchange, open: OpenCalendar, email: string): Promise<Scope> {
  if (email.startsWith('@')) return { scopeType: 'domain', scopeValue: email.slice(1) };
  const rules = await core.calendars.acl(open);
  const known = rules.find(({ scopeType, scopeValue }) => scopeValue === email && scopeType !== 'domain');
  if (known) return { scopeType: known.scopeType, scopeValue: email };
  try {
    const { kind } = await core.people.find(viewer, email);
    return { scopeType: kind === 'group' ? 'group' : 'user', scopeValue: email };
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found') throw unrecognized();
    throw error;
  }
}

const unrecognized = (): Error =>
  forbidden('An entry names somebody who is not a principal here.', { code: 'recognized-principal' });

function asPrecondition(error: unknown): unknown {
  if (!(error instanceof DayferryError)) return error;
  const { code } = error.detail;
  if (code === 'own-access' || code === 'last-owner')
    return forbidden(error.message, { code: 'no-protected-ace-conflict' });
  if (code === 'role-for-default') return forbidden(error.message, { code: 'no-ace-conflict' });
  if (code === 'invalid-scope') return unrecognized();
  return error;
}
