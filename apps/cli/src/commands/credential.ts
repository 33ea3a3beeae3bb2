import { createCredential, listCredentials, revokeCredential } from '@dayferry/auth';
import { type Credential, invalidInput, notFound } from '@dayferry/core';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import { principalOf, type Session } from '../session.js';

interface NewSecret {
  name?: string;
  secret?: string;
  scope?: string[];
  protocol?: string[];
  calendar?: string[];
  readOnly?: boolean;
  expires?: string;
}

type Kind = 'app-password' | 'token';

/** `app-password` (Basic) and `token` (Bearer): the same verbs, another answer. */
export function addCredentialCommands(program: Command): void {
  const password = group(program, 'app-password', 'passwords for one program or device each (Basic sign-in)');
  password
    .command('add <email>')
    .description('make one; it is shown this once')
    .option('--name <name>', 'what the user will know it by, e.g. the device', 'app password')
    .option('--secret <text>', 'a password of your own choice instead of a random one')
    .option('--read-only', 'it sees and changes nothing')
    .option('--protocol <name...>', 'it opens only these: v2, v3, caldav, jscalendar')
    .option('--calendar <id...>', 'it opens only these calendars')
    .addHelpText('after', '\nExample:\n  dayferry app-password add alice@example.org --name phone --protocol caldav')
    .action(
      action((session: Session, email: string, wanted: NewSecret) => add(session, 'app-password', email, wanted)),
    );
  const token = group(program, 'token', 'tokens for programs (Bearer sign-in)');
  token
    .command('add <email>')
    .description('make one; it is shown this once')
    .option('--scope <scope...>', 'what it opens: calendar, calendar.readonly, …', ['calendar'])
    .option('--name <name>', 'what the user will know it by', 'token')
    .option('--expires <date>', 'date or date-time (RFC 3339) after which it is refused')
    .addHelpText('after', '\nExample:\n  dayferry token add alice@example.org --scope calendar.readonly')
    .action(action((session: Session, email: string, wanted: NewSecret) => add(session, 'token', email, wanted)));
}

function group(program: Command, kind: Kind, description: string): Command {
  const command = program.command(kind).description(description);
  command
    .command('list <email>')
    .description('name, age and last use of each')
    .addHelpText('after', `\nExample:\n  dayferry ${kind} list alice@example.org`)
    .action(action((session: Session, email: string) => list(session, kind, email)));
  command
    .command('revoke <email> <id>')
    .description('end one at once; the id is in the list')
    .addHelpText('after', `\nExample:\n  dayferry ${kind} revoke alice@example.org 01hq…`)
    .action(action(revoke));
  return command;
}

async function add(
  session: Session,
  kind: Kind,
  email: string,
  { name, secret, scope, protocol, calendar, readOnly, expires }: NewSecret,
): Promise<Output> {
  const user = await principalOf(session, email);
  const issued = await createCredential(
    session.deps,
    { user, kind },
    {
      name: name ?? kind,
      secret,
      scopes: readOnly ? ['calendar.readonly'] : scope,
      protocols: protocol,
      calendars: calendar && (await calendarsThatExist(session, calendar)),
      expires: expires === undefined ? undefined : instant(expires),
    },
  );
  const member = kind === 'token' ? 'token' : 'password';
  return { json: { [member]: issued.secret }, lines: [issued.secret] };
}

async function calendarsThatExist({ deps }: Session, ids: string[]): Promise<string[]> {
  const wanted = ids.map((id) => id.trim().toLowerCase());
  const found = await deps.store.reader.calendarsById(wanted);
  const missing = wanted.find((id) => !found.some((calendar) => calendar.id === id));
  if (missing !== undefined) throw notFound(`There is no calendar ${missing}.`);
  return wanted;
}

function instant(text: string): number {
  const millis = Date.parse(text);
  if (Number.isNaN(millis)) throw invalidInput('expires', `${text} is no date.`);
  return millis;
}

async function list(session: Session, kind: Kind, email: string): Promise<Output> {
  const all = await listCredentials(session.deps, await principalOf(session, email));
  const own = all.filter((credential) => credential.kind === kind);
  return { json: own.map(shown), lines: table(own.map((credential) => Object.values(shown(credential)).map(String))) };
}

function shown({ key, name, scopes, protocols, calendars, created, lastUsed }: Credential): Record<string, string> {
  const day = (millis: number): string => new Date(millis).toISOString().slice(0, 10);
  return {
    id: key,
    name,
    scopes: scopes.join(' '),
    protocols: protocols?.join(' ') ?? 'all',
    calendars: calendars?.join(' ') ?? 'all',
    created: day(created),
    lastUsed: lastUsed === undefined ? 'never' : day(lastUsed),
  };
}

async function revoke(session: Session, email: string, id: string): Promise<Output> {
  await revokeCredential(session.deps, await principalOf(session, email), id);
  return { json: { revoked: id }, lines: ['Revoked.'] };
}
