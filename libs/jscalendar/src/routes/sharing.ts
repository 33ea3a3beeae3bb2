import {
  type AclRule,
  invalidInput,
  type Json,
  type NewAclRule,
  notFound,
  type OpenCalendar,
  readJsonObject,
  type Role,
  type ScopeType,
} from '@dayferry/core';
import { Members, wrong } from '../parse/values.js';
import { openNamed } from './calendar-object.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { isLenientBody } from './media.js';

const scopes: readonly string[] = ['user', 'group', 'domain', 'default'] satisfies ScopeType[];
const roles: readonly string[] = ['freeBusy', 'reader', 'writer', 'owner'] satisfies Role[];

/** Who may do what with a calendar: one member for each grant, `user:bob@example.org`, `domain:example.org`, `default`. */
export async function getSharing(exchange: Exchange): Promise<Answer> {
  const open = await openNamed(exchange);
  const rules = await exchange.core.calendars.acl(open);
  return jsonAnswer(exchange, { responses: Object.fromEntries(rules.map((rule) => [nameOf(rule), shareOf(rule)])) });
}

export async function getShare(exchange: Exchange): Promise<Answer> {
  const open = await openNamed(exchange);
  return jsonAnswer(exchange, shareOf(await ruleOf(exchange, open)));
}

/** Gives or changes one grant; all at once, or not at all. */
export async function putShare(exchange: Exchange): Promise<Answer> {
  const { core, body, headers } = exchange;
  isLenientBody(headers);
  const open = await openNamed(exchange);
  const role = new Members(readJsonObject(body, core.limits), '').string('role');
  if (role === undefined || !roles.includes(role)) throw wrong('role', `must be one of ${roles.join(', ')}.`);
  let isNew = false;
  const rule = { ...scopeOf(exchange), role: role as Role };
  const saved = await core.calendars.setAcl(open, rule, (current) => void (isNew = current === null));
  return jsonAnswer(exchange, shareOf(saved ?? rule), isNew ? 201 : 200);
}

export async function deleteShare(exchange: Exchange): Promise<Answer> {
  const open = await openNamed(exchange);
  const rule = await ruleOf(exchange, open);
  await exchange.core.calendars.setAcl(open, { scopeType: rule.scopeType, scopeValue: rule.scopeValue, role: 'none' });
  return { status: 204, headers: {} };
}

async function ruleOf(exchange: Exchange, open: OpenCalendar): Promise<AclRule> {
  const { scopeType, scopeValue } = scopeOf(exchange);
  const rules = await exchange.core.calendars.acl(open);
  const rule = rules.find((one) => one.scopeType === scopeType && one.scopeValue === scopeValue);
  if (!rule) throw notFound();
  return rule;
}

function scopeOf({ address }: Exchange): Pick<NewAclRule, 'scopeType' | 'scopeValue'> {
  const name = address.rest[2]!;
  const at = name.indexOf(':');
  const scopeType = at < 0 ? name : name.slice(0, at);
  if (!scopes.includes(scopeType)) throw invalidInput('', 'This names nobody.', { code: 'bad-address' });
  return { scopeType: scopeType as ScopeType, scopeValue: at < 0 ? '' : name.slice(at + 1).toLowerCase() };
}

function nameOf({ scopeType, scopeValue }: AclRule): string {
  return scopeType === 'default' ? scopeType : `${scopeType}:${scopeValue}`;
}

function shareOf({ scopeType, scopeValue, role }: NewAclRule): Json {
  return { '@type': 'Share', scope: scopeType, ...(scopeValue === '' ? {} : { value: scopeValue }), role };
}
