import { atLeast, requireRole } from '../access/roles.js';
import { mayReadRules, requireWriteScope } from '../access/scopes.js';
import { nobody } from '../access/viewer.js';
import { forbidden, invalidInput, notFound } from '../errors.js';
import type { AclRule, Role } from '../model/calendar.js';
import type { StoreWriter } from '../ports/store.port.js';
import type { OpenCalendar } from './api.js';
import { actorOf, auditEntry, commandLine } from './audit.js';
import { requireKnown } from './collection-token.js';
import type { CoreContext, CoreDependencies } from './context.js';
import type { AclChanges, NewAclRule } from './small-collections.js';

/** Who may see the rules is the same for all protocols: writers and owners, with a credential that is not for events only. */
export async function acl(core: CoreContext, open: OpenCalendar): Promise<AclRule[]> {
  if (!mayReadRules(open.viewer))
    throw forbidden('The credential does not show access rules.', { code: 'insufficient-scope' });
  requireRole(open.role, 'writer');
  return core.store.reader.aclRules([open.calendar.key]);
}

export async function aclOf(core: CoreContext, opens: OpenCalendar[]): Promise<Map<string, AclRule[]>> {
  const shown = opens.filter(({ role, viewer }) => atLeast(role, 'writer') && mayReadRules(viewer));
  const keys = shown.map(({ calendar }) => calendar.key);
  const rules = new Map<string, AclRule[]>(keys.map((key) => [key, []]));
  for (const rule of await core.store.reader.aclRules(keys)) rules.get(rule.calendarKey)?.push(rule);
  return rules;
}

/** The owner's own rule stays, and so does that of a co-owner who writes: nobody locks themselves out. */
export async function replaceAcl(core: CoreContext, open: OpenCalendar, rules: NewAclRule[]): Promise<void> {
  requireWriteScope(open.viewer, 'acl');
  requireRole(open.role, 'owner');
  const wanted = rules.map((rule) => ({
    ...rule,
    scopeValue: rule.scopeValue.toLowerCase(),
    calendarKey: open.calendar.key,
  }));
  wanted.forEach(checkScope);
  const isKept = ({ scopeType, scopeValue }: NewAclRule): boolean =>
    scopeType === 'user' && (scopeValue === open.owner.email || scopeValue === open.viewer.user?.email);
  await core.store.write(async (tx) => {
    const current = await tx.aclRules([open.calendar.key]);
    const gone = current.filter((rule) => !isKept(rule) && !wanted.some((other) => sameScope(rule, other)));
    for (const rule of gone) await writeRule(core, tx, open, { ...rule, role: 'none' });
    const changed = wanted.filter(
      (rule) => !current.some((other) => sameScope(rule, other) && rule.role === other.role),
    );
    for (const rule of changed) {
      refuseSelfHarm(open, rule);
      await writeRule(core, tx, open, rule);
    }
  });
}

function sameScope(a: NewAclRule, b: NewAclRule): boolean {
  return a.scopeType === b.scopeType && a.scopeValue === b.scopeValue;
}

export async function aclChanges(core: CoreContext, open: OpenCalendar, since?: number): Promise<AclChanges> {
  requireRole(open.role, 'writer');
  const state = await core.store.reader.collectionState(open.calendar.key, 'acl');
  requireKnown(state, since);
  return { state, rules: await core.store.reader.aclChanges(open.calendar.key, since ?? -1) };
}

/** The rule as it is now, or null when it was taken away. Nothing is written when nothing changes. */
export async function setAcl(
  core: CoreContext,
  open: OpenCalendar,
  rule: NewAclRule,
  check?: (current: AclRule | null) => void,
): Promise<AclRule | null> {
  requireWriteScope(open.viewer, 'acl');
  requireRole(open.role, 'owner');
  const wanted = { ...rule, scopeValue: rule.scopeValue.toLowerCase(), calendarKey: open.calendar.key };
  checkScope(wanted);
  await core.store.write((tx) => change(core, tx, open, { wanted, check }));
  return (await ruleOf(core.store.reader, wanted)) ?? null;
}

/** A rule by an administrator's command, in its transaction. NotFound without such a calendar. */
export async function setAclByCommand(
  core: CoreDependencies,
  tx: StoreWriter,
  calendarId: string,
  rule: NewAclRule,
): Promise<void> {
  const calendar = await tx.calendarById(calendarId.trim().toLowerCase());
  const owner = calendar && (await tx.principal(calendar.ownerKey));
  if (!calendar || !owner) throw notFound(`There is no calendar ${calendarId}.`);
  const wanted = { ...rule, calendarKey: calendar.key };
  checkScope(wanted);
  await change(core, tx, { calendar, owner, viewer: { ...nobody, actor: commandLine } }, { wanted });
}

interface RuleChange {
  wanted: AclRule;
  check?: ((current: AclRule | null) => void) | undefined;
}

type RulesOf = Pick<OpenCalendar, 'calendar' | 'owner' | 'viewer'>;

async function change(
  core: CoreDependencies,
  tx: StoreWriter,
  open: RulesOf,
  { wanted, check }: RuleChange,
): Promise<void> {
  const current = await ruleOf(tx, wanted);
  check?.(current ?? null);
  if ((current?.role ?? 'none') === wanted.role) return;
  refuseSelfHarm(open, wanted);
  await writeRule(core, tx, open, wanted);
}

/** Writes a rule, or takes it away, with its line in the audit log. */
export async function writeRule(
  core: CoreDependencies,
  tx: StoreWriter,
  { calendar, viewer }: Pick<OpenCalendar, 'calendar' | 'viewer'>,
  rule: AclRule,
): Promise<void> {
  const { scopeType, scopeValue, role } = rule;
  if (role === 'none') await tx.removeAclRule(rule.calendarKey, scopeType, scopeValue);
  else await tx.saveAclRule(rule);
  const detail = { scope: scopeValue ? `${scopeType}:${scopeValue}` : scopeType, role };
  await tx.appendAudit(
    auditEntry(core, { action: 'acl-changed', actor: actorOf(viewer), subject: calendar.id, detail }),
  );
}

async function ruleOf(reader: Pick<StoreWriter, 'aclRules'>, wanted: AclRule): Promise<AclRule | undefined> {
  const rules = await reader.aclRules([wanted.calendarKey]);
  return rules.find((rule) => rule.scopeType === wanted.scopeType && rule.scopeValue === wanted.scopeValue);
}

/** A calendar never loses its owner, and nobody locks themselves out. */
function refuseSelfHarm({ owner, viewer }: RulesOf, { scopeType, scopeValue }: AclRule): void {
  if (scopeType !== 'user') return;
  if (scopeValue === viewer.user?.email)
    throw forbidden('Cannot change your own access level.', { code: 'own-access' });
  if (scopeValue === owner.email) throw forbidden("The owner's own access cannot be lowered.", { code: 'last-owner' });
}

/** Everybody in the world may read at most. */
const forEverybody = new Set<Role>(['none', 'freeBusy', 'reader']);
const addresses = /^[^\s@/\\,;<>"]+@[^\s@/\\,;<>"]+$/;
const domains = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

function checkScope({ scopeType, scopeValue, role }: AclRule): void {
  if (scopeType === 'default' && !forEverybody.has(role))
    throw invalidInput('role', 'Everybody may at most read a calendar.', { code: 'role-for-default' });
  const shapes = { default: /^$/, domain: domains, user: addresses, group: addresses };
  if (scopeValue.length > 254 || !shapes[scopeType].test(scopeValue))
    throw invalidInput('scope.value', 'Invalid scope value.', { code: 'invalid-scope' });
}
