import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { auditOthers, type OpenCalendar } from '@dayferry/core';
import { CalendarFile } from '@dayferry/icalendar';
import { Presets, SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { importFile, type ImportReport } from '../import-file.js';
import { exitCodes, type Output } from '../output.js';
import { action } from '../run.js';
import { openAsOwner, type Session } from '../session.js';

export function addTransferCommands(program: Command): void {
  program
    .command('import <files...>')
    .description('put .ics files into a calendar; running it twice changes nothing; no mail is sent')
    .requiredOption('--calendar <id>', "the calendar's id (a user's address for the primary one)")
    .addHelpText('after', '\nExample:\n  dayferry import archive.ics --calendar alice@example.org')
    .action(action(runImport));
  program
    .command('export <calendar>')
    .description('a whole calendar as one .ics file')
    .option('--out <file>', 'write to a file instead of standard output')
    .addHelpText('after', '\nExample:\n  dayferry export alice@example.org --out alice.ics')
    .action(action(runExport));
}

async function runImport(session: Session, files: string[], { calendar }: { calendar: string }): Promise<Output> {
  const reports: Record<string, ImportReport> = {};
  for (const file of files) reports[file] = await importOne(session, calendar, file);
  if (Object.values(reports).some((report) => report.skipped.length > 0)) process.exitCode = exitCodes.partly;
  return { json: reports, lines: Object.entries(reports).flatMap(([file, report]) => reportLines(file, report)) };
}

async function importOne(session: Session, calendar: string, file: string): Promise<ImportReport> {
  const bytes = await readFile(file);
  const open = await openToAudit(session, calendar, 'calendar-imported');
  const bar = process.stderr.isTTY
    ? new SingleBar({ format: `${file} {bar} {value}/{total} events`, stream: process.stderr }, Presets.shades_classic)
    : null;
  bar?.start(countEvents(bytes), 0);
  try {
    return await importFile(session, open, bytes, (done) => bar?.update(done));
  } finally {
    bar?.stop();
  }
}

/** Written down before anything goes in or out. */
async function openToAudit(
  session: Session,
  calendar: string,
  action: 'calendar-imported' | 'calendar-exported',
): Promise<OpenCalendar> {
  const open = await openAsOwner(session, calendar);
  await session.deps.store.write((tx) => auditOthers(session.deps, tx, open, { action }));
  return open;
}

/** For the length of the bar only. */
function countEvents(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf('BEGIN:VEVENT'); at >= 0; at = bytes.indexOf('BEGIN:VEVENT', at + 12)) count += 1;
  return count;
}

function reportLines(file: string, { created, updated, unchanged, skipped }: ImportReport): string[] {
  const head = `${file}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${skipped.length} skipped`;
  return [head, ...skipped.map(({ uid, reason }) => `  skipped ${uid || '(no UID)'}: ${reason}`)];
}

async function runExport(session: Session, calendar: string, { out }: { out?: string }): Promise<Output> {
  const open = await openToAudit(session, calendar, 'calendar-exported');
  const target = out === undefined ? process.stdout : createWriteStream(out);
  let count = 0;
  await write(target, CalendarFile.head(open.calendar));
  for await (const text of parts(session, open)) {
    await write(target, text);
    count += 1;
  }
  await write(target, CalendarFile.tail);
  if (out === undefined) return { json: undefined, lines: [] };
  target.end();
  await once(target, 'finish');
  return { json: { file: out, series: count }, lines: [`${count} series written to ${out}.`] };
}

async function write(target: Writable, text: string): Promise<void> {
  if (!target.write(text)) await once(target, 'drain');
}

async function* parts({ core }: Session, open: OpenCalendar): AsyncGenerator<string> {
  const file = new CalendarFile(core.limits);
  const pageSize = 500;
  let after: { value: string; key: string } | undefined;
  for (;;) {
    const page = await core.events.query(open, { orderBy: 'key', limit: pageSize, ...(after ? { after } : {}) });
    for (const stored of page) yield file.add(stored.ical);
    const last = page.at(-1)?.head.key;
    if (last === undefined || page.length < pageSize) return;
    after = { value: last, key: last };
  }
}
