import { describeConfig, loadConfig } from '@dayferry/config';
import { backUp, migrate, migrationStatus } from '@dayferry/storage';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action, plainAction } from '../run.js';
import type { Session } from '../session.js';

export function addServerCommands(program: Command): void {
  program
    .command('config')
    .description('every setting in force and where it came from; secrets are masked')
    .addHelpText('after', '\nExample:\n  DAYFERRY_PORT=9000 dayferry config')
    .action(plainAction(showConfig));
  const db = program.command('db').description('the database: schema, backup');
  db.command('migrate')
    .description('bring it up to date')
    .addHelpText('after', '\nExample:\n  dayferry db migrate')
    .action(plainAction(runMigrations));
  db.command('status')
    .description('what is applied and what is pending')
    .addHelpText('after', '\nExample:\n  dayferry db status --json')
    .action(plainAction(status));
  db.command('backup <file>')
    .description('write a copy of an embedded database, also while the server runs')
    .addHelpText('after', '\nExample:\n  dayferry db backup /backup/2026-11-21.db')
    .action(plainAction(backup));
  db.command('restored')
    .description('after the database was put back from a backup: all programs synchronise anew, none misses a change')
    .addHelpText('after', '\nExample:\n  dayferry db restored')
    .action(action(restored));
}

function showConfig(): Promise<Output> {
  const settings = describeConfig(loadConfig());
  return Promise.resolve({
    json: settings,
    lines: table(settings.map(({ variable, value, source }) => [variable, value, source])),
  });
}

async function runMigrations(): Promise<Output> {
  const applied = await migrate(loadConfig().databaseUrl);
  return {
    json: { applied },
    lines: applied.length > 0 ? applied.map((name) => `Applied ${name}.`) : ['The schema is up to date.'],
  };
}

async function status(): Promise<Output> {
  const found = await migrationStatus(loadConfig().databaseUrl);
  return {
    json: found,
    lines: [...found.applied.map((name) => `applied  ${name}`), ...found.pending.map((name) => `pending  ${name}`)],
  };
}

async function backup(file: string): Promise<Output> {
  await backUp(loadConfig().databaseUrl, file);
  return { json: { file }, lines: [`Wrote ${file}.`] };
}

async function restored({ deps }: Session): Promise<Output> {
  await deps.store.write((tx) => tx.renewSequences(deps.ids.epoch()));
  return { json: { restored: true }, lines: ['Done: every program synchronises anew.'] };
}
