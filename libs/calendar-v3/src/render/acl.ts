import type { AclRule } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { renderRole } from './calendar.js';

/** `<scope type>:<scope value>`, or `default` for everybody (5.1). */
export function ruleId({ scopeType, scopeValue }: Pick<AclRule, 'scopeType' | 'scopeValue'>): string {
  return scopeType === 'default' ? 'default' : `${scopeType}:${scopeValue}`;
}

/** With quotes. */
export function ruleEtag({ calendarKey, seq = 0 }: AclRule): string {
  return `"${calendarKey.slice(-8)}-a${seq.toString(36)}"`;
}

/** The AclRule resource. */
export function renderRule(rule: AclRule): JsonObject {
  const { scopeType, scopeValue, role } = rule;
  return {
    kind: 'calendar#aclRule',
    etag: ruleEtag(rule),
    id: ruleId(rule),
    scope: scopeType === 'default' ? { type: 'default' } : { type: scopeType, value: scopeValue },
    role: renderRole(role),
  };
}
