import { describeConfig, loadConfig } from '@dayferry/config';
import { migrate, migrationStatus } from '@dayferry/storage';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { plainAction } from '../run.js';

export function addServerCommands(program: Command): void {
  program
    .command('config')
    .description('every setting in force and where it came from; secrets are masked')
    .addHelpText('after', '\nExample:\n  DAYFERRY_PORT=9000 dayferry config')
    .action(plainAction(showConfig));
  const db = program.command('db').description('the database schema');
  db.command('migrate')
    .description('bring it up to date')
    .addHelpText('after', '\nExample:\n  dayferry db migrate')
    .action(plainAction(runMigrations));
  db.command('status')
    .description('what is applied and what is pending')
    .addHelpText('after', '\nExample:\n  dayferry db status --json')
    .action(plainAction(status));
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
