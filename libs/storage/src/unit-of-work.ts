import { setTimeout as delay } from 'node:timers/promises';
import { DayferryError, type StoreWriter, unavailable } from '@dayferry/core';
import type { DataSource } from 'typeorm';
import { outsideError, StatementError } from './database-error.js';
import { readerOn } from './reads/reader.js';
import { mysqlSql, type Sql } from './sql.js';
import { sqliteSql } from './sqlite-sql.js';
import { calendarWrites } from './writes/calendar-writes.js';
import { directoryWrites } from './writes/directory-writes.js';
import { inboxWrites } from './writes/inbox-writes.js';
import { outboxWrites } from './writes/outbox-writes.js';
import { propertyWrites } from './writes/property-writes.js';
import { instanceWrites } from './writes/instance-writes.js';
import { sequenceRenewal } from './writes/sequence-renewal.js';
import { sharingWrites } from './writes/sharing-writes.js';
import { oauthWrites } from './writes/oauth-writes.js';
import { signInWrites } from './writes/sign-in-writes.js';
import { seriesWrites } from './writes/series-writes.js';

export type Work<T> = (tx: StoreWriter) => Promise<T>;

/** Milliseconds. SQLite's one writer may be another process with a long import. */
const patience = { mysql: { attempts: 12, time: 3_000 }, sqlite: { attempts: Infinity, time: 5_000 } };

/**
 * Runs `work` in one transaction and repeats it whole on a conflict, a deadlock or a lost connection, with full jitter
 * from 2 ms up to 128 ms; after 12 attempts or 3 s (SQLite: 5 s since `begun`) it is Unavailable. Nothing is committed once a
 * statement failed.
 */
export async function transact<T>(
  source: DataSource,
  dialect: Sql['dialect'],
  work: Work<T>,
  begun = Date.now(),
): Promise<T> {
  const { attempts, time } = patience[dialect];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(source, dialect, work);
    } catch (error) {
      if (!mayRepeat(error) || attempt >= attempts || Date.now() - begun > time) throw finalError(error);
      await delay(Math.random() * Math.min(128, 2 ** attempt));
    }
  }
}

export function mayRepeat(error: unknown): boolean {
  if (error instanceof DayferryError) return error.kind === 'conflict' && error.detail.code === 'lost-race';
  return error instanceof StatementError && (error.isRepeatable || error.isBroken);
}

function finalError(error: unknown): unknown {
  if (error instanceof DayferryError && error.detail.code === 'lost-race')
    return unavailable('The calendar is busy.', { retryAfter: 1, cause: error });
  return outsideError(error);
}

async function once<T>(source: DataSource, dialect: Sql['dialect'], work: Work<T>): Promise<T> {
  if (dialect === 'sqlite') return inTransaction(sqliteUnit(source), work);
  const runner = source.createQueryRunner();
  try {
    return await inTransaction(unitOn(mysqlSql(runner)), work);
  } finally {
    await runner.release();
  }
}

async function inTransaction<T>(unit: Unit, work: Work<T>): Promise<T> {
  try {
    await begin(unit);
    const result = await worked(unit, work);
    await unit.sql.run('COMMIT');
    return result;
  } catch (error) {
    // With a broken connection the transaction is gone as well.
    if (!(error instanceof StatementError && error.isBroken)) await unit.sql.run('ROLLBACK').catch(() => 0);
    throw error;
  }
}

async function worked<T>(unit: Unit, work: Work<T>): Promise<T> {
  const { sql, tx, state } = unit;
  Object.assign(state, { failure: undefined, isTouched: false });
  const result = await work(tx);
  // A statement failed and `work` went on: the transaction may be gone already, and COMMIT would report success.
  if (state.failure) throw state.failure;
  if (state.isTouched) await sql.run(raiseDirectoryVersion);
  return result;
}

const raiseDirectoryVersion = 'UPDATE store_state SET directory_version = directory_version + 1 WHERE id = 1';

export type Outcome = { value: unknown } | { error: unknown };

/**
 * SQLite: several works in one transaction, one after the other, each whole or not at all. Null when the transaction failed:
 * nothing of it has happened then.
 */
export async function transactTogether(source: DataSource, works: Work<unknown>[]): Promise<Outcome[] | null> {
  const unit = sqliteUnit(source);
  try {
    await begin(unit);
    const outcomes: Outcome[] = [];
    for (const work of works) outcomes.push(await within(unit, work));
    await unit.sql.run('COMMIT');
    return outcomes;
  } catch {
    await unit.sql.run('ROLLBACK').catch(() => 0);
    return null;
  }
}

async function within(unit: Unit, work: Work<unknown>): Promise<Outcome> {
  const { sql } = unit;
  await sql.run('SAVEPOINT work');
  try {
    const value = await worked(unit, work);
    await sql.run('RELEASE work');
    return { value };
  } catch (error) {
    await sql.run('ROLLBACK TO work');
    await sql.run('RELEASE work');
    return { error };
  }
}

/** IMMEDIATE: the write lock is taken at once, so that no read before it can go stale. */
async function begin({ sql }: Unit): Promise<void> {
  await sql.run(sql.dialect === 'sqlite' ? 'BEGIN IMMEDIATE' : 'START TRANSACTION');
}

/** What works are given on one connection. */
interface Unit {
  sql: Sql;
  tx: StoreWriter;
  state: WorkState;
}

/** Of the work at hand. */
interface WorkState {
  failure?: Error | undefined;
  isTouched?: boolean;
}

const units = new WeakMap<DataSource, Unit>();

/** SQLite has one connection, for works that come one after the other: the hundred methods of a writer are made once. */
function sqliteUnit(source: DataSource): Unit {
  const known = units.get(source);
  if (known) return known;
  const unit = unitOn(sqliteSql(source));
  units.set(source, unit);
  return unit;
}

function unitOn(sql: Sql): Unit {
  const state: WorkState = {};
  return { sql, state, tx: writerOn(watched(sql, state), () => (state.isTouched = true)) };
}

function watched(sql: Sql, state: WorkState): Sql {
  const watch = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      state.failure ??= error as Error;
      throw error;
    }
  };
  return {
    dialect: sql.dialect,
    all: (text, values) => watch(sql.all(text, values)),
    run: (text, values) => watch(sql.run(text, values)),
  };
}

function writerOn(sql: Sql, touched: () => void): StoreWriter {
  return {
    ...readerOn(sql),
    ...directoryWrites(sql, touched),
    ...calendarWrites(sql, touched),
    ...sequenceRenewal(sql, touched),
    ...propertyWrites(sql),
    ...seriesWrites(sql),
    ...inboxWrites(sql),
    ...outboxWrites(sql),
    ...instanceWrites(sql),
    ...sharingWrites(sql, touched),
    ...signInWrites(sql),
    ...oauthWrites(sql, touched),
  };
}
