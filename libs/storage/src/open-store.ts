import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '@dayferry/core';
import type { DataSource } from 'typeorm';
import { isDoneTwice, outsideError, readableError } from './database-error.js';
import { parseDatabaseUrl, type DatabaseAddress } from './database-url.js';
import { dataVersionOf, readerSource, writerSource, type DataSourceOptions } from './data-source.js';
import { readerOn } from './reads/reader.js';
import { remembered } from './reads/remembered.js';
import { OncePerTurn } from './reads/once-per-turn.js';
import { mysqlSql, type Sql } from './sql.js';
import { sqliteSql } from './sqlite-sql.js';
import { transact } from './unit-of-work.js';
import { WriteQueue } from './write-queue.js';

export interface StoreOptions extends DataSourceOptions {
  /** Bring the schema up to date first (default true). */
  migrate?: boolean;
}

/** Opens the database behind `sqlite:<path>` or `mysql://…`; Unavailable when it does not answer. */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const address = parseDatabaseUrl(url);
  const writer = await connected(writerSource(address, options));
  if (options.migrate !== false) await migrated(writer);
  if (address.dialect === 'mysql') return storeOver(address, writer, writer);
  // From now on a busy file is waited for in turns that others have their share of (unit-of-work.ts).
  await writer.query('PRAGMA busy_timeout = 20');
  const reader = await connected(readerSource(address));
  return storeOver(address, writer, reader);
}

function storeOver(address: DatabaseAddress, writer: DataSource, readerFrom: DataSource): Store {
  const { dialect } = address;
  const queue = new WriteQueue(writer);
  const sql = dialect === 'sqlite' ? sqliteSql(readerFrom) : mysqlSql(readerFrom);
  const reader = readerOn(outside(sql));
  const directory = new OncePerTurn(() => reader.directoryVersion());
  const data = new OncePerTurn(dialect === 'sqlite' ? dataVersionOf(readerFrom) : () => 0);
  const committed = (): void => {
    directory.forget();
    data.forget();
  };
  return {
    reader:
      dialect === 'sqlite'
        ? remembered(reader, () => data.ask())
        : { ...reader, directoryVersion: () => directory.ask() },
    write: (work) => (dialect === 'sqlite' ? queue.write(work) : transact(writer, dialect, work)).finally(committed),
    ping: async () => void (await outside(sql).all('SELECT 1')),
    close: async () => {
      await queue.idle();
      if (readerFrom !== writer) await readerFrom.destroy();
      await writer.destroy();
    },
  };
}

/** Readers see trouble of the database as Unavailable. */
function outside(sql: Sql): Sql {
  const fail = (error: unknown): never => {
    throw outsideError(error);
  };
  return {
    dialect: sql.dialect,
    all: (text, values) => sql.all(text, values).catch(fail),
    run: (text, values) => sql.run(text, values).catch(fail),
  };
}

async function connected(source: DataSource): Promise<DataSource> {
  try {
    return await source.initialize();
  } catch (error) {
    throw outsideError(readableError(error));
  }
}

async function migrated(source: DataSource): Promise<string[]> {
  try {
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } catch (error) {
    if (isDoneTwice(error) && (await becomesCurrent(source))) return [];
    throw outsideError(readableError(error));
  }
}

const patience = 120;

/** Several replicas start at once on an old schema: the first to get to a statement goes on, the others wait here for it. */
async function becomesCurrent(source: DataSource): Promise<boolean> {
  for (let i = 0; i < patience; i += 1) {
    if ((await readStatus(source)).pending.length === 0) return true;
    await delay(500);
  }
  return false;
}

export interface MigrationStatus {
  applied: string[];
  pending: string[];
}

/** Brings the schema up to date; the names of what was applied now. */
export async function migrate(url: string): Promise<string[]> {
  return withSource(url, migrated);
}

export async function migrationStatus(url: string): Promise<MigrationStatus> {
  return withSource(url, async (source) => {
    const { executed, pending } = await readStatus(source);
    return { applied: executed, pending };
  });
}

async function readStatus(source: DataSource): Promise<{ executed: string[]; pending: string[] }> {
  const names = source.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const runner = source.createQueryRunner();
  const exists = await runner.hasTable('schema_migration');
  const rows = exists ? ((await runner.query('SELECT name FROM schema_migration')) as { name: string }[]) : [];
  const executed = names.filter((name) => rows.some((row) => row.name === name));
  return { executed, pending: names.filter((name) => !executed.includes(name)) };
}

export async function withSource<T>(url: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await connected(writerSource(parseDatabaseUrl(url)));
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}
