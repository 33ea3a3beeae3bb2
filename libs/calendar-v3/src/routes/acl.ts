import { requireRole, requireWriteScope, type AclRule, type NewAclRule, type OpenCalendar } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { parseRule, parseRuleId, parseRuleUpdate } from '../parse/acl.js';
import { renderRule, ruleEtag, ruleId } from '../render/acl.js';
import { collectionBody, jsonBody } from '../render/body.js';
import { bodyOf, noContent, type Answer, type Call } from './call.js';
import { collectionEtag } from './collection-etag.js';
import { openCalendar } from './open.js';
import { requireMatch } from './preconditions.js';
import { pageOfSmall, syncStateOf } from './small-list.js';

/** 5.1, 7.9: the rules; with a sync token those changed since, `none` for those taken away. */
export async function listAcl(call: Call): Promise<Answer> {
  const { syncToken, showDeleted } = call.query;
  if (syncToken !== undefined && showDeleted === false) throw fail('syncTokenWithRequestRestrictions');
  const open = await openCalendar(call);
  requireRole(open.role, 'writer');
  const since = syncStateOf(call, 'acl');
  const { state, rules } = await call.core.calendars.aclChanges(open, since as number | undefined);
  const wanted = rules.filter(({ role }) => role !== 'none' || showDeleted || since !== undefined);
  const { items, next } = pageOfSmall(call, 'acl', { items: wanted, nameOf: ruleId, state: state.seq });
  const etag = collectionEtag(call, [open.calendar.key, state.seq]);
  const bodies = items.map((rule) => jsonBody(renderRule(rule)));
  return {
    status: 200,
    body: collectionBody({ kind: 'calendar#acl', etag, ...next }, bodies),
    etag,
    isCollection: true,
  };
}

export async function getRule(call: Call): Promise<Answer> {
  const open = await openCalendar(call);
  requireRole(open.role, 'writer');
  return answer(await findRule(call, open));
}

/** A scope that has a rule already gets this one instead. */
export async function insertRule(call: Call): Promise<Answer> {
  const open = await openForChange(call);
  return written(call, open, parseRule(bodyOf(call)));
}

/** PUT and PATCH are the same: only the role can change. */
export async function changeRule(call: Call): Promise<Answer> {
  const open = await openForChange(call);
  const current = await findRule(call, open);
  requireMatch(call, ruleEtag(current));
  return written(call, open, parseRuleUpdate(bodyOf(call), current));
}

export async function deleteRule(call: Call): Promise<Answer> {
  const open = await openForChange(call);
  const current = await findRule(call, open);
  requireMatch(call, ruleEtag(current));
  await written(call, open, { ...current, role: 'none' });
  return noContent;
}

async function openForChange(call: Call): Promise<OpenCalendar> {
  const open = await openCalendar(call);
  requireWriteScope(call.viewer, 'acl');
  requireRole(open.role, 'owner');
  return open;
}

async function findRule(call: Call, open: OpenCalendar): Promise<AclRule> {
  const scope = parseRuleId(call.path.ruleId ?? '');
  const rules = scope ? await call.core.calendars.acl(open) : [];
  const found = rules.find((rule) => rule.scopeType === scope?.scopeType && rule.scopeValue === scope.scopeValue);
  if (!found) throw fail('notFound');
  return found;
}

async function written(call: Call, open: OpenCalendar, rule: NewAclRule): Promise<Answer> {
  const check = (current: AclRule | null): void => {
    if (call.header('if-match') !== undefined) requireMatch(call, current ? ruleEtag(current) : '');
  };
  const now = await call.core.calendars.setAcl(open, rule, check);
  return answer(now ?? { ...rule, calendarKey: open.calendar.key });
}

function answer(rule: AclRule): Answer {
  return { status: 200, body: jsonBody(renderRule(rule)), etag: ruleEtag(rule) };
}
