import { addCalendar, type Calendar, invalidInput, type Role, type ScopeType } from '@dayferry/core';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import { openAsOwner, principalOf, type Session } from '../session.js';

interface NewCalendarOptions {
  title: string;
  name?: string;
  timeZone?: string;
  color?: string;
}

export function addCalendarCommands(program: Command): void {
  const calendar = program.command('calendar').description('calendars beside the primary one');
  calendar
    .command('add <owner>')
    .description('add a calendar; its id is printed')
    .requiredOption('--title <title>')
    .option('--name <name>', 'last part of its CalDAV address')
    .option('--time-zone <zone>', "IANA name (default: the owner's)")
    .option('--color <color>', '#rrggbb')
    .addHelpText('after', '\nExample:\n  dayferry calendar add alice@example.org --title Team --name team')
    .action(action(add));
  calendar
    .command('list [owner]')
    .description('all calendars, or those of one owner')
    .addHelpText('after', '\nExample:\n  dayferry calendar list alice@example.org')
    .action(action(list));
  calendar
    .command('link <calendar>')
    .description('make a private read-only .ics address, shown once; the one before stops working')
    .option('--remove', 'no private address any more')
    .addHelpText('after', '\nExample:\n  dayferry calendar link alice@example.org')
    .action(action(link));
  const acl = program.command('acl').description('who may do what with a calendar');
  acl
    .command('set <calendar> <scope> <role>')
    .description(
      'scope: user:<email>, group:<email>, domain:<name>, default; role: none, freeBusy, reader, writer, owner',
    )
    .addHelpText('after', '\nExample:\n  dayferry acl set alice@example.org user:bob@example.org reader')
    .action(action(setAcl));
  acl
    .command('list <calendar>')
    .description('the rules of a calendar')
    .addHelpText('after', '\nExample:\n  dayferry acl list alice@example.org')
    .action(action(listAcl));
}

async function add(
  session: Session,
  owner: string,
  { title, name, timeZone, color }: NewCalendarOptions,
): Promise<Output> {
  const user = await principalOf(session, owner);
  const wanted = {
    title,
    ...(name === undefined ? {} : { collectionName: name }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(color === undefined ? {} : { color }),
  };
  const made = await session.deps.store.write((tx) => addCalendar(session.deps, tx, user, wanted));
  return { json: shown(made, user.email), lines: [made.id] };
}

function shown({ id, title, timeZone, collectionName, kind }: Calendar, owner: string): Record<string, string> {
  return {
    id,
    title,
    owner,
    kind,
    timeZone,
    address: `/dav/calendars/${encodeURIComponent(owner)}/${encodeURIComponent(collectionName)}/`,
  };
}

async function list(session: Session, owner?: string): Promise<Output> {
  const { reader } = session.deps.store;
  const owners = owner === undefined ? await reader.principals() : [await principalOf(session, owner)];
  const found: Record<string, string>[] = [];
  for (const { key, email } of owners)
    found.push(...(await reader.calendarsOwnedBy(key)).map((calendar) => shown(calendar, email)));
  return { json: found, lines: table(found.map(({ id, title, kind, address }) => [id!, title!, kind!, address!])) };
}

async function link(session: Session, id: string, { remove = false }: { remove?: boolean }): Promise<Output> {
  const open = await openAsOwner(session, id);
  if (remove) {
    await session.core.calendars.removeLink(open);
    return { json: { address: null }, lines: [`${open.calendar.id} has no private address any more.`] };
  }
  const secret = await session.core.calendars.resetLink(open);
  const address = `${session.config.publicUrl}/calendar/ical/${encodeURIComponent(open.calendar.id)}/private-${secret}/basic.ics`;
  return { json: { address }, lines: [address] };
}

const roles: Role[] = ['none', 'freeBusy', 'reader', 'writer', 'owner'];

async function setAcl(session: Session, id: string, scope: string, role: string): Promise<Output> {
  const open = await openAsOwner(session, id);
  const known = roles.find((name) => name === role);
  if (!known) throw invalidInput('role', `${role} is no role; there are ${roles.join(', ')}.`);
  const { scopeType, scopeValue } = readScope(scope);
  await session.core.calendars.setAcl(open, { scopeType, scopeValue, role: known });
  return {
    json: { calendar: open.calendar.id, scope, role: known },
    lines: [`${scope} is now ${known} of ${open.calendar.id}.`],
  };
}

/** `user:a@b`, `group:a@b`, `domain:b`, `default`. */
export function readScope(text: string): { scopeType: ScopeType; scopeValue: string } {
  if (text === 'default') return { scopeType: 'default', scopeValue: '' };
  const match = /^(user|group|domain):(\S+)$/.exec(text);
  if (!match)
    throw invalidInput('scope', `${text} is no scope; write user:<email>, group:<email>, domain:<name> or default.`);
  return { scopeType: match[1] as ScopeType, scopeValue: match[2]!.toLowerCase() };
}

async function listAcl(session: Session, id: string): Promise<Output> {
  const rules = await session.core.calendars.acl(await openAsOwner(session, id));
  const found = rules.map(({ scopeType, scopeValue, role }) => ({
    scope: scopeValue ? `${scopeType}:${scopeValue}` : scopeType,
    role,
  }));
  return { json: found, lines: table(found.map(({ scope, role }) => [scope, role])) };
}
