import { ConfigError } from '@dayferry/config';
import { DayferryError } from '@dayferry/core';
import type { Command } from 'commander';
import { exitCodes, print, type Output } from './output.js';
import { withSession, type Session } from './session.js';

type Work<A extends unknown[]> = (session: Session, ...args: A) => Promise<Output>;

/** A commander action that opens the database, runs, prints and says in one sentence what went wrong. */
export function action<A extends unknown[]>(work: Work<A>): (...args: unknown[]) => Promise<void> {
  return plainAction((...args: A) => withSession((session) => work(session, ...args)));
}

/** The same without a database. */
export function plainAction<A extends unknown[]>(
  work: (...args: A) => Promise<Output>,
): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const command = args.at(-1) as Command;
    try {
      print(await work(...(args.slice(0, -1) as A)), command.optsWithGlobals<{ json?: boolean }>().json === true);
    } catch (error) {
      fail(error);
    }
  };
}

function fail(error: unknown): void {
  const isUsage = error instanceof ConfigError || (error instanceof DayferryError && error.kind === 'invalid-input');
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.failed;
}

function sentence(error: unknown): string {
  if (error instanceof ConfigError) return error.mistakes.join('\n');
  if (error instanceof DayferryError) return error.message;
  const { code, message } = error as { code?: string; message?: string };
  return code === 'ENOENT' ? `The file cannot be read: ${message ?? code}` : (message ?? 'The command failed.');
}
