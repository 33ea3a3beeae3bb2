import { invalidInput, type AuditEntry } from '@dayferry/core';
import type { Command } from 'commander';
import { table, type Output } from '../output.js';
import { action } from '../run.js';
import type { Session } from '../session.js';

interface AuditOptions {
  action?: string;
  since?: string;
  limit: string;
}

export function addAuditCommand(program: Command): void {
  program
    .command('audit [who]')
    .description('who signed in or failed to, issued or revoked what, and changed whose rights; newest first')
    .option('--action <name>', 'only these, e.g. sign-in-failed, acl-changed')
    .option('--since <date>', 'date or date-time (RFC 3339)')
    .option('--limit <count>', 'how many', '100')
    .addHelpText('after', '\nExample:\n  dayferry audit alice@example.org --since 2026-03-01')
    .action(action(show));
}

async function show(
  { deps }: Session,
  who: string | undefined,
  { action: name, since, limit }: AuditOptions,
): Promise<Output> {
  const entries = await deps.store.reader.auditEntries({
    who: who?.toLowerCase(),
    action: name,
    since: since === undefined ? undefined : instant(since),
    limit: count(limit),
  });
  return { json: entries.map(shown), lines: table(entries.map((entry) => Object.values(shown(entry)))) };
}

function shown({ at, action: name, actor, subject, ip = '-', detail }: AuditEntry): Record<string, string> {
  const text = Object.entries(detail).map(([key, value]) => `${key}=${printable(value)}`);
  return {
    at: new Date(at).toISOString(),
    action: name,
    actor: printable(actor),
    subject: printable(subject),
    ip,
    detail: text.join(' '),
  };
}

/** Names are what somebody typed: none of it reaches the terminal as a control sequence. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 100_000)
    throw invalidInput('limit', 'The limit is a whole number between 1 and 100000.');
  return number;
}

function instant(text: string): number {
  const millis = Date.parse(text);
  if (Number.isNaN(millis)) throw invalidInput('since', `${text} is no date.`);
  return millis;
}
