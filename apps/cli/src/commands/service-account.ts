import { readFile } from 'node:fs/promises';
import { addServiceAccount, keyFile, listServiceAccounts, removeServiceAccount } from '@dayferry/auth';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import type { Session } from '../session.js';

interface NewAccount {
  name?: string;
  publicKey?: string;
  delegate?: string[];
}

/** Programs that sign in by a key of their own. */
export function addServiceAccountCommands(program: Command): void {
  const command = program
    .command('service-account')
    .description('programs that sign in by a key of their own (signed JWT)');
  command
    .command('add <email>')
    .description('make one with a calendar; its key file is shown this once')
    .option('--name <name>', 'name to show')
    .option('--public-key <file>', 'PEM of an RSA key whose other half the program has; default: a new pair')
    .option('--delegate <scope...>', 'it may act for every user of its mail domain, with these scopes')
    .addHelpText(
      'after',
      '\nExample:\n  dayferry service-account add robot@example.org --delegate calendar.readonly > robot.json',
    )
    .action(action(add));
  command
    .command('list')
    .description('address, key and delegated scopes of each')
    .addHelpText('after', '\nExample:\n  dayferry service-account list')
    .action(action(list));
  command
    .command('remove <email>')
    .description('remove one with its calendars; its tokens end')
    .addHelpText('after', '\nExample:\n  dayferry service-account remove robot@example.org')
    .action(action(remove));
}

async function add({ deps, config }: Session, email: string, wanted: NewAccount): Promise<Output> {
  const { name, publicKey, delegate } = wanted;
  const added = await addServiceAccount(deps, {
    email,
    ...(name === undefined ? {} : { name }),
    ...(publicKey === undefined ? {} : { publicKey: await readFile(publicKey, 'utf8') }),
    ...(delegate === undefined ? {} : { delegated: delegate }),
  });
  const file = keyFile(added, config.publicUrl);
  return { json: file, lines: JSON.stringify(file, null, 2).split('\n') };
}

async function list({ deps }: Session): Promise<Output> {
  const accounts = await listServiceAccounts(deps.store);
  const shown = accounts.map(({ email, keyId, delegated }) => ({ email, keyId, delegated }));
  return { json: shown, lines: table(shown.map(({ email, keyId, delegated }) => [email, keyId, delegated.join(' ')])) };
}

async function remove({ deps }: Session, email: string): Promise<Output> {
  await removeServiceAccount(deps, email.trim().toLowerCase());
  return { json: { removed: email }, lines: ['Removed.'] };
}
