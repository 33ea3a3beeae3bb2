import { addClient, listClients, removeClient } from '@dayferry/auth';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import type { Session } from '../session.js';

interface NewClient {
  redirect?: string[];
  public?: boolean;
  device?: boolean;
}

/** Programs that users let in by OAuth. */
export function addClientCommands(program: Command): void {
  const command = program.command('client').description('programs that users may connect (OAuth 2.0, OpenID Connect)');
  command
    .command('add <name>')
    .description('register one; the secret is shown this once')
    .option('--redirect <address...>', 'where answers go: https, http on localhost, or a scheme like org.example.app:')
    .option('--public', 'it can keep no secret (phone, desktop, browser): no secret, PKCE required')
    .option('--device', 'it may ask for a code that somebody types in elsewhere')
    .addHelpText('after', '\nExample:\n  dayferry client add Planner --redirect https://planner.example.org/callback')
    .action(action(add));
  command
    .command('list')
    .description('id, name and redirect addresses of each')
    .addHelpText('after', '\nExample:\n  dayferry client list')
    .action(action(list));
  command
    .command('remove <id>')
    .description('end one, and all access that users gave it')
    .addHelpText('after', '\nExample:\n  dayferry client remove 0123456789abcdef01234567.apps')
    .action(action(remove));
}

async function add({ deps }: Session, name: string, wanted: NewClient): Promise<Output> {
  const { redirect = [], public: isPublic, device: isDevice } = wanted;
  const { clientId, secret } = await addClient(deps, { name, redirectUris: redirect, isPublic, isDevice });
  return {
    json: { clientId, ...(secret === undefined ? {} : { clientSecret: secret }) },
    lines: [clientId, ...(secret === undefined ? [] : [secret])],
  };
}

async function list({ deps }: Session): Promise<Output> {
  const clients = await listClients(deps);
  const rows = clients.map(({ clientId, name, redirectUris, isPublic }) => [
    clientId,
    name,
    isPublic ? 'public' : 'confidential',
    redirectUris.join(' '),
  ]);
  return { json: clients, lines: table(rows) };
}

async function remove({ deps }: Session, id: string): Promise<Output> {
  await removeClient(deps, id);
  return { json: { removed: id }, lines: ['Removed.'] };
}
