import type { AclRule, NewAclRule, Role, ScopeType } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import type { JsonObject } from './json.js';
import { objectAt, textAt } from './member.js';

const roles: Record<string, Role> = {
  none: 'none',
  freeBusyReader: 'freeBusy',
  reader: 'reader',
  writer: 'writer',
  owner: 'owner',
};
const scopeTypes = new Set<string>(['default', 'user', 'group', 'domain'] satisfies ScopeType[]);

/** A new rule: role and scope are needed, a value for every scope but `default` (5.1). */
export function parseRule(body: JsonObject): NewAclRule {
  const role = parseRole(body);
  const scope = parseScope(body);
  if (!role) throw fail('required', { message: 'Missing role.', path: '/role' });
  if (!scope) throw fail('required', { message: 'Missing scope.', path: '/scope' });
  return { ...scope, role };
}

/** A rule as it shall be; without a role it stays as it is. The scope is the rule's identity and cannot change. */
export function parseRuleUpdate(body: JsonObject, current: AclRule): NewAclRule {
  const scope = parseScope(body) ?? current;
  if (scope.scopeType !== current.scopeType || scope.scopeValue.toLowerCase() !== current.scopeValue)
    throw invalidMember('/scope', 'The scope of a rule cannot be changed.');
  const { scopeType, scopeValue } = current;
  return { scopeType, scopeValue, role: parseRole(body) ?? current.role };
}

function parseRole(body: JsonObject): Role | undefined {
  const text = textAt(body, 'role');
  if (text === undefined) return undefined;
  if (!Object.hasOwn(roles, text)) throw invalidMember('/role', 'Invalid role value.');
  return roles[text];
}

function parseScope(body: JsonObject): Pick<AclRule, 'scopeType' | 'scopeValue'> | undefined {
  const scope = objectAt(body, 'scope');
  if (!scope) return undefined;
  const type = textAt(scope, 'type', '/scope/type');
  if (type === undefined) throw fail('required', { message: 'Missing scope type.', path: '/scope/type' });
  if (!scopeTypes.has(type)) throw invalidMember('/scope/type', 'Invalid scope value.');
  const value = type === 'default' ? '' : textAt(scope, 'value', '/scope/value');
  if (value === undefined) throw invalidMember('/scope/value', 'Invalid scope value.');
  return { scopeType: type as ScopeType, scopeValue: value.trim().toLowerCase() };
}

/** The scope that a rule's id names; null for what is no id of a rule. */
export function parseRuleId(id: string): Pick<AclRule, 'scopeType' | 'scopeValue'> | null {
  if (id === 'default') return { scopeType: 'default', scopeValue: '' };
  const colon = id.indexOf(':');
  const type = id.slice(0, colon);
  if (colon < 1 || type === 'default' || !scopeTypes.has(type)) return null;
  return { scopeType: type as ScopeType, scopeValue: id.slice(colon + 1).toLowerCase() };
}
