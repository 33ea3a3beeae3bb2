import { createCredential, replacePassword } from '@dayferry/auth';
import { createPrincipal, type Principal, removePrincipal, renamePrincipal } from '@dayferry/core';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import { principalOf, type Session } from '../session.js';

interface NewUser {
  name?: string;
  password?: string;
  admin?: boolean;
  timeZone?: string;
}

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('people who have calendars here');
  user
    .command('add <email>')
    .description('add a user with a primary calendar')
    .option('--name <name>', 'name to show (default: the part before the @)')
    .option('--password <text>', 'a password, for clients that sign in with Basic')
    .option('--admin', 'administers all calendars of the same mail domain')
    .option('--time-zone <zone>', 'IANA name, of the primary calendar (default Etc/UTC)')
    .addHelpText('after', '\nExample:\n  dayferry user add alice@example.org --name Alice --time-zone Europe/Berlin')
    .action(action(add));
  user
    .command('list')
    .description('all users, groups and resources')
    .addHelpText('after', '\nExample:\n  dayferry user list --json')
    .action(action(list));
  user
    .command('password <email> <password>')
    .description('set the password of an account; sessions that the one before began end')
    .addHelpText('after', '\nExample:\n  dayferry user password alice@example.org "correct horse battery"')
    .action(action(setPassword));
  user
    .command('rename <email> <name>')
    .description('the name of a user, group or resource, from now on')
    .addHelpText('after', '\nExample:\n  dayferry user rename alice@example.org "Alice Adler"')
    .action(action(rename));
  user
    .command('remove <email>')
    .description('remove a user with all their calendars and credentials')
    .addHelpText('after', '\nExample:\n  dayferry user remove alice@example.org')
    .action(action(remove));
}

async function add({ deps }: Session, email: string, wanted: NewUser): Promise<Output> {
  const { name, password, admin, timeZone } = wanted;
  const user = await deps.store.write((tx) =>
    createPrincipal(deps, tx, {
      email,
      ...(name === undefined ? {} : { name }),
      isAdmin: admin === true,
      ...(timeZone === undefined ? {} : { timeZone }),
    }),
  );
  if (password !== undefined) {
    await createCredential(deps, { user, kind: 'password' }, { name: 'password', secret: password });
  }
  return { json: shown(user), lines: [`Added ${user.email}.`] };
}

function shown({ email, name, kind, isAdmin }: Principal): object {
  return { email, name, kind, isAdmin };
}

async function list({ deps }: Session): Promise<Output> {
  const all = await deps.store.reader.principals();
  const rows = all.map(({ email, name, kind, isAdmin }) => [email, name, isAdmin ? 'administrator' : kind]);
  return { json: all.map(shown), lines: table(rows) };
}

async function rename({ deps }: Session, email: string, wanted: string): Promise<Output> {
  const user = await deps.store.write((tx) => renamePrincipal(deps, tx, email, wanted));
  return { json: shown(user), lines: [`${user.email} is ${user.name} from now on.`] };
}

async function remove(session: Session, email: string): Promise<Output> {
  const user = await principalOf(session, email);
  await session.deps.store.write((tx) => removePrincipal(session.deps, tx, user.email));
  return { json: { removed: user.email }, lines: [`Removed ${user.email} with all calendars and credentials.`] };
}

async function setPassword(session: Session, email: string, password: string): Promise<Output> {
  const user = await principalOf(session, email);
  await replacePassword(session.deps, user, password);
  return { json: { email: user.email }, lines: [`Set the password of ${user.email}.`] };
}
