import { existsSync } from 'node:fs';
import { conflict, invalidInput } from '@dayferry/core';
import { parseDatabaseUrl } from './database-url.js';
import { withSource } from './open-store.js';

/**
 * Writes a consistent copy of an embedded database to a file that does not exist yet, while servers work on it: what was
 * committed when it began, and nothing later. InvalidInput on a database server, which has programs of its own for that.
 */
export async function backUp(url: string, file: string): Promise<void> {
  if (parseDatabaseUrl(url).dialect !== 'sqlite')
    throw invalidInput(
      'DAYFERRY_DATABASE_URL',
      'Only an embedded database is copied by this command; for a database server see docs/backup.md.',
    );
  if (existsSync(file)) throw conflict(`There is a file ${file} already.`);
  await withSource(url, (source) => source.query('VACUUM INTO ?', [file]));
}
