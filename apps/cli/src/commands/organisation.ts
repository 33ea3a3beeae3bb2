import { setDoors } from '@dayferry/auth';
import { changeOrganisation, invalidInput, type Organisation } from '@dayferry/core';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import type { Session } from '../session.js';

const mostDays = 3_650;

export function addOrganisationCommands(program: Command): void {
  const organisation = program.command('organisation').description('what holds for all users of a mail domain');
  organisation
    .command('list')
    .description('all organisations and their settings')
    .addHelpText('after', '\nExample:\n  dayferry organisation list')
    .action(action(list));
  organisation
    .command('inbox <domain> <days>')
    .description('keep scheduling messages in the CalDAV inboxes for so many days; 0: inboxes are always empty')
    .addHelpText('after', '\nExample:\n  dayferry organisation inbox example.org 30')
    .action(action(setInbox));
  organisation
    .command('doors <domain> <door...>')
    .description(
      'open these legacy doors and no others: client-login, authsub, oauth1, magic-cookie; all, none, default',
    )
    .addHelpText('after', '\nExample:\n  dayferry organisation doors example.org client-login authsub')
    .action(action(openDoors));
}

async function list({ config, deps }: Session): Promise<Output> {
  const all = await deps.store.reader.organisations();
  const rows = all.map(({ domain, inboxDays, legacyDoors }) => [
    domain,
    inboxDays === 0 ? 'inbox: empty' : `inbox: ${inboxDays} days`,
    `doors: ${(legacyDoors ?? config.legacySignIn).join(' ') || 'none'}${legacyDoors ? '' : ' (of the settings)'}`,
  ]);
  return { json: all.map(shown), lines: table(rows) };
}

function shown({ domain, name, inboxDays, legacyDoors }: Organisation): object {
  return { domain, name, inboxDays, legacyDoors: legacyDoors ?? null };
}

async function setInbox({ deps }: Session, domain: string, text: string): Promise<Output> {
  const inboxDays = Number(text);
  if (!/^\d+$/.test(text) || inboxDays > mostDays)
    throw invalidInput('days', `The days are a whole number from 0 to ${mostDays}.`);
  const entry = { action: 'organisation-changed', detail: { inboxDays: text } } as const;
  const next = await changeOrganisation(deps, domain, { inboxDays }, entry);
  const what = inboxDays === 0 ? 'Inboxes are always empty' : `Messages stay in the inboxes for ${inboxDays} days`;
  return { json: shown(next), lines: [`${what} (${next.domain}).`] };
}

async function openDoors({ deps }: Session, domain: string, words: string[]): Promise<Output> {
  const organisation = await setDoors(deps, domain, words);
  const open = organisation.legacyDoors?.join(' ') ?? 'those of the settings';
  return { json: shown(organisation), lines: [`Open: ${open || 'none'} (${organisation.domain}).`] };
}
