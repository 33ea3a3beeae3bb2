import { forbidden } from '../errors.js';
import type { AclRule, Role } from '../model/calendar.js';
import type { Viewer } from './viewer.js';

const ranks: Record<Role, number> = { none: 0, freeBusy: 1, reader: 2, writer: 3, owner: 4 };

export function atLeast(role: Role, minimum: Role): boolean {
  return ranks[role] >= ranks[minimum];
}

export function strongest(a: Role, b: Role): Role {
  return atLeast(a, b) ? a : b;
}

/** The union of all rules whose scope the viewer matches: the strongest of their roles. */
export function effectiveRole(viewer: Viewer, rules: readonly AclRule[]): Role {
  let best: Role = 'none';
  for (const rule of rules) if (ranks[rule.role] > ranks[best] && matches(viewer, rule)) best = rule.role;
  return best;
}

function matches(viewer: Viewer, rule: AclRule): boolean {
  switch (rule.scopeType) {
    case 'default':
      return true;
    case 'user':
      return viewer.user?.email === rule.scopeValue;
    case 'group':
      return viewer.groups.includes(rule.scopeValue);
    case 'domain':
      return viewer.user !== undefined && viewer.domain === rule.scopeValue;
  }
}

export function requireRole(role: Role, minimum: Role): void {
  if (atLeast(role, minimum)) return;
  throw forbidden(`You need to have ${minimum} access to this calendar.`, {
    code: 'insufficient-role',
    info: { required: minimum },
  });
}
