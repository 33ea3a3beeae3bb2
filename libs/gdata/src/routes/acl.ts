import { conflict, forbidden, notFound, requireRole, type AclRule, type OpenCalendar } from '@dayferry/core';
import { readAclEntry, readAclJsonc, readScope, type AclScope, type AclView } from '../parse/acl-entry.js';
import {
  aclDocument,
  aclFeed,
  aclFeedJsonc,
  aclJsonc,
  aclUrl,
  ruleEtag,
  type AclContext,
  type ShownRule,
} from '../render/acl.js';
import type { Answer } from './answer.js';
import { readBody } from './body.js';
import { openCalendar, type Call } from './call.js';
import { listEtag } from './list-etag.js';
import { patching } from './patch.js';
import { createdAnswer, deletedAnswer, resourceAnswer, type Resource } from './resource-answer.js';

/** Owners alone see the list (developer's guide, "Retrieving access control lists"). */
export async function getAclFeed(call: Call): Promise<Answer> {
  const context = await contextOf(call);
  const rules = await call.core.calendars.acl(context.open);
  const etag = listEtag(call, [context.open.calendar.title, rules.map(ruleEtag)]);
  return resourceAnswer(call, {
    type: 'feed',
    validators: { etag, updated: context.open.calendar.updated },
    atom: () => aclFeed(rules, etag, context),
    jsonc: () => aclFeedJsonc(rules, etag, context),
  });
}

export async function getAclRule(call: Call): Promise<Answer> {
  const context = await contextOf(call);
  const scope = readScope(call.params.scope!);
  const rule = (await call.core.calendars.acl(context.open)).find((one) => isOf(one, scope));
  if (!rule) throw noRule();
  return resourceAnswer(call, entry(rule, context));
}

/** 409 when the scope has a role already; none counts as no role. */
export async function postAclRule(call: Call): Promise<Answer> {
  const wanted = readRule(call);
  const context = await contextOf(call);
  const rule = await set(call, context.open, wanted, (current) => {
    if (current) throw conflict('There is a rule for this scope.', { code: 'rule-exists' });
  });
  return createdAnswer(call, entry(rule, context, true), aclUrl(context, rule));
}

/** Changes or creates; the address says for whom, and the body must not say otherwise. */
export async function putAclRule(call: Call): Promise<Answer> {
  const wanted = readRule(call);
  const context = await contextOf(call);
  if (!isOf(wanted, readScope(call.params.scope!))) throw forbidden('The scope of a rule cannot be changed.');
  return resourceAnswer(call, entry(await set(call, context.open, wanted), context));
}

export const patchAclRule = patching(getAclRule, putAclRule);

export async function deleteAclRule(call: Call): Promise<Answer> {
  const { open } = await contextOf(call);
  const scope = readScope(call.params.scope!);
  await set(call, open, { ...scope, role: 'none' }, (current) => {
    if (!current) throw noRule();
  });
  return deletedAnswer(call);
}

function noRule(): Error {
  return notFound('There is no rule for this scope.');
}

async function set(
  call: Call,
  open: OpenCalendar,
  wanted: AclView,
  check?: (current: AclRule | null) => void,
): Promise<ShownRule> {
  return (await call.core.calendars.setAcl(open, wanted, check)) ?? { ...wanted, role: 'none' };
}

function readRule(call: Call): AclView {
  return readBody(call, { atom: readAclEntry, jsonc: readAclJsonc });
}

function isOf(rule: AclScope, { scopeType, scopeValue }: AclScope): boolean {
  return rule.scopeType === scopeType && rule.scopeValue === scopeValue;
}

async function contextOf(call: Call): Promise<AclContext> {
  const open = await openCalendar(call);
  requireRole(open.role, 'owner');
  const { version, language } = call.request;
  return { publicUrl: call.publicUrl, version: version.major, open, now: call.core.clock(), language };
}

function entry(rule: ShownRule, context: AclContext, created = false): Resource {
  return {
    type: 'entry',
    validators: { etag: ruleEtag(rule), updated: context.open.calendar.updated },
    atom: () => aclDocument(rule, context, created),
    jsonc: () => aclJsonc(rule, context),
  };
}
