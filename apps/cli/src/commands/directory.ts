import type { Command } from 'commander';
import { readDirectoryFile } from '../directory-file.js';
import { importDirectory } from '../import-directory.js';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import type { Session } from '../session.js';

const example = `
Example:
  dayferry directory import people.yaml

people.yaml:
  users:
    - email: alice@example.org
      name: Alice
      timeZone: Europe/Berlin
      appPasswords: [{ name: phone }, { name: laptop, secret: of-my-own-choice }]
      tokens: [{ name: script, scopes: [calendar.readonly] }]
  groups:
    - email: team@example.org
      members: [alice@example.org]
  resources:
    - { email: room4@example.org, name: Room 4 }
  calendars:
    - { owner: alice@example.org, title: Team, name: team, acl: [{ scope: 'group:team@example.org', role: writer }] }
  acls:
    - { calendar: alice@example.org, scope: 'user:bob@example.org', role: freeBusy }`;

export function addDirectoryCommands(program: Command): void {
  program
    .command('directory')
    .description('people, groups, calendars and rights from one file')
    .command('import <file>')
    .description('add what a JSON or YAML file lists and is not there yet; made-up secrets are shown this once')
    .addHelpText('after', example)
    .action(action(run));
}

async function run(session: Session, path: string): Promise<Output> {
  const report = await importDirectory(session, await readDirectoryFile(path));
  const counts = Object.entries(report.created).map(([what, count]) => `${count} ${what}`);
  const secrets = report.secrets.map(({ email, kind, name, secret }) => [email, kind, name, secret]);
  return { json: report, lines: [`Created ${counts.join(', ')}.`, ...table(secrets)] };
}
