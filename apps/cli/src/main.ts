import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAuditCommand } from './commands/audit.js';
import { addCalendarCommands } from './commands/calendar.js';
import { addClientCommands } from './commands/client.js';
import { addConsumerCommands } from './commands/consumer.js';
import { addCredentialCommands } from './commands/credential.js';
import { addDirectoryCommands } from './commands/directory.js';
import { addOrganisationCommands } from './commands/organisation.js';
import { addServerCommands } from './commands/server.js';
import { addServiceAccountCommands } from './commands/service-account.js';
import { addTransferCommands } from './commands/transfer.js';
import { addUserCommands } from './commands/user.js';
import { exitCodes } from './output.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('dayferry')
  .description('Administers a Dayferry calendar server. The database is the one that DAYFERRY_DATABASE_URL names.')
  .version(version)
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 done in part.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage));

for (const add of [
  addUserCommands,
  addCredentialCommands,
  addClientCommands,
  addServiceAccountCommands,
  addConsumerCommands,
  addCalendarCommands,
  addDirectoryCommands,
  addOrganisationCommands,
  addTransferCommands,
  addAuditCommand,
  addServerCommands,
])
  add(program);
everyLeaf(program, (command) => command.option('--json', 'one JSON value on standard output'));
everyCommand(program, (command) =>
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage)),
);

await program.parseAsync();

function everyCommand(command: Command, change: (command: Command) => void): void {
  for (const child of command.commands) {
    change(child);
    everyCommand(child, change);
  }
}

function everyLeaf(command: Command, change: (command: Command) => void): void {
  everyCommand(command, (child) => {
    if (child.commands.length === 0) change(child);
  });
}
