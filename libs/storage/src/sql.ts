import type { PoolConnection } from 'mysql2';
import type { DataSource, QueryRunner } from 'typeorm';
import { readableError, StatementError } from './database-error.js';

export type Value = string | number | boolean | null;
export type Row = Record<string, string | number | null>;

/** One place to send statements: the pool, the read-only connection, or a transaction's own connection. */
export interface Sql {
  readonly dialect: 'sqlite' | 'mysql';
  all(statement: string, values?: Value[]): Promise<Row[]>;
  /** Number of rows that the statement changed (MySQL: matched). */
  run(statement: string, values?: Value[]): Promise<number>;
}

/** The pool, or the connection of one transaction. A statement outside a transaction has a connection of its own. */
export function mysqlSql(source: DataSource | QueryRunner): Sql {
  const send = async (statement: string, values: Value[] = []): Promise<unknown> => {
    const runner = 'createQueryRunner' in source ? source.createQueryRunner() : source;
    try {
      return await answered(runner, statement, values);
    } finally {
      if (runner !== source) await runner.release();
    }
  };
  return {
    dialect: 'mysql',
    all: async (statement, values) => (await send(statement, values)) as Row[],
    run: async (statement, values) => ((await send(statement, values)) as { affectedRows?: number }).affectedRows ?? 0,
  };
}

/** Of one statement, with the wait for a connection: a database that hangs must not hang its callers. */
const deadline = 3_000;

/** A connection that broke, or whose statement is late, is closed: the next one to have it would wait behind that statement. */
async function answered(runner: QueryRunner, statement: string, values: Value[]): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' })), deadline);
  });
  try {
    return await Promise.race([runner.query(statement, values), late]);
  } catch (error) {
    const readable = readableError(error);
    if (readable instanceof StatementError && readable.isBroken) drop(runner);
    throw readable;
  } finally {
    clearTimeout(timer);
  }
}

/** Closes the runner's connection, as soon as it has one. */
function drop(runner: QueryRunner): void {
  const connection = runner.connect() as Promise<PoolConnection>;
  void connection.then((open) => open.destroy()).catch(() => undefined);
}

/** `?, ?, ?` for a list. */
export function placeholders(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

const chunkSize = 500;

/** Runs `read` for the list in pieces that every database takes, and joins the answers. */
export async function inChunks<T>(items: string[], read: (chunk: string[]) => Promise<T[]>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < items.length; i += chunkSize) results.push(...(await read(items.slice(i, i + chunkSize))));
  return results;
}
