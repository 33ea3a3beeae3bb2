import { readFileSync } from 'node:fs';
import { addConsumer, LegacyKeys, listConsumers, removeConsumer } from '@dayferry/auth';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import type { Session } from '../session.js';

interface NewConsumer {
  name?: string;
  site?: string[];
  publicKey?: string;
  actsFor?: string[];
  scope?: string[];
}

/** Programs of AuthSub and OAuth 1.0. */
export function addConsumerCommands(program: Command): void {
  const command = program.command('consumer').description('programs of the old ways in (AuthSub, OAuth 1.0)');
  command
    .command('add <key>')
    .description('register one, or anew; its key is its domain. The secret is shown, unless it has a key pair')
    .option('--name <name>', 'what users know it by')
    .option('--site <origin...>', 'where users may be sent back: https, or http on localhost')
    .option('--public-key <file>', 'PEM of its public key or certificate: it signs by RSA-SHA1')
    .option('--acts-for <domain...>', 'it acts for all people of these mail domains, without asking them')
    .option('--scope <scope...>', 'what it may do for them then', ['calendar'])
    .addHelpText('after', '\nExample:\n  dayferry consumer add planner.example.org --site https://planner.example.org')
    .action(action(add));
  command
    .command('list')
    .description('key, name, kind of signature, sites and domains of each')
    .addHelpText('after', '\nExample:\n  dayferry consumer list')
    .action(action(list));
  command
    .command('remove <key>')
    .description('end one, and all access that users gave it')
    .addHelpText('after', '\nExample:\n  dayferry consumer remove planner.example.org')
    .action(action(remove));
}

async function add({ config, deps }: Session, key: string, wanted: NewConsumer): Promise<Output> {
  const { name, site: sites = [], publicKey: file, actsFor, scope: scopes } = wanted;
  const publicKey = file === undefined ? undefined : readFileSync(file, 'utf8');
  const secret = await addConsumer(deps, new LegacyKeys(config.secret), {
    key,
    name,
    sites,
    publicKey,
    actsFor,
    scopes,
  });
  return {
    json: { consumerKey: key, ...(secret === null ? {} : { consumerSecret: secret }) },
    lines: [key, ...(secret === null ? [] : [secret])],
  };
}

async function list({ deps }: Session): Promise<Output> {
  const shown = (await listConsumers(deps)).map(({ key, name, publicKey, sites, actsFor, scopes }) => ({
    key,
    name,
    signature: publicKey === undefined ? 'HMAC-SHA1' : 'RSA-SHA1',
    sites,
    actsFor,
    scopes,
  }));
  const rows = shown.map(({ key, name, signature, sites, actsFor }) => [
    key,
    name,
    signature,
    sites.join(' '),
    actsFor.length ? `acts for ${actsFor.join(' ')}` : '',
  ]);
  return { json: shown, lines: table(rows) };
}

async function remove({ deps }: Session, key: string): Promise<Output> {
  await removeConsumer(deps, key);
  return { json: { removed: key }, lines: ['Removed.'] };
}
