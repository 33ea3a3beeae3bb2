import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { DataSource } from 'typeorm';
import type { DatabaseAddress } from './database-url.js';
import { migrations } from './schema/migrations.js';
import { connectionOf } from './sqlite-sql.js';

export interface DataSourceOptions {
  /** MySQL connections. */
  poolSize?: number;
}

/** The side that writes (SQLite: its one writing connection; MySQL: the pool, which reads too). */
export function writerSource(address: DatabaseAddress, options: DataSourceOptions = {}): DataSource {
  const shared = {
    migrations,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each' as const,
    logging: false,
  };
  if (address.dialect === 'mysql') return mysqlSource(address, options, shared);
  mkdirSync(dirname(address.path), { recursive: true });
  return new DataSource({
    ...shared,
    type: 'better-sqlite3',
    database: address.path,
    timeout: 5000,
    prepareDatabase: prepareWriter,
  });
}

/** SQLite's read-only connection: readers never wait for the writer (WAL). */
export function readerSource(address: Extract<DatabaseAddress, { dialect: 'sqlite' }>): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    database: address.path,
    readonly: true,
    fileMustExist: true,
    timeout: 5000,
    logging: false,
    prepareDatabase: prepareReader,
  });
}

/** What SQLite counts up with every commit of another connection, by one prepared statement. */
export function dataVersionOf(source: DataSource): () => number {
  const statement = connectionOf(source).prepare<[], number>('PRAGMA data_version').pluck();
  return () => statement.get()!;
}

function prepareWriter(database: unknown): void {
  const connection = database as BetterSqlite3.Database;
  connection.pragma('journal_mode = WAL');
  // A committed change survives a power cut (docs/adr: durability before speed).
  connection.pragma('synchronous = FULL');
  // 16 MB: what is changed again meanwhile is copied into the database once.
  connection.pragma('wal_autocheckpoint = 4000');
  prepareReader(connection);
}

function prepareReader(database: unknown): void {
  const connection = database as BetterSqlite3.Database;
  connection.pragma('temp_store = MEMORY');
  connection.pragma('cache_size = -65536');
  connection.pragma('mmap_size = 268435456');
}

function mysqlSource(
  address: Extract<DatabaseAddress, { dialect: 'mysql' }>,
  options: DataSourceOptions,
  shared: object,
): DataSource {
  return new DataSource({
    ...shared,
    type: 'mysql',
    host: address.host,
    port: address.port,
    username: address.user,
    password: address.password,
    database: address.database,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    poolSize: options.poolSize ?? 16,
    connectTimeout: 3000,
    supportBigNumbers: true,
    bigNumberStrings: false,
    extra: { decimalNumbers: true, flags: ['+FOUND_ROWS'] },
  });
}
