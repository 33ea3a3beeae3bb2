import type { DataSource, QueryRunner } from 'typeorm';
import { readableError } from './database-error.js';

export type Value = string | number | boolean | null;
export type Row = Record<string, string | number | null>;

/** One place to send statements: the pool, the read-only connection, or a transaction's own connection. */
export interface Sql {
  readonly dialect: 'sqlite' | 'mysql';
  all(statement: string, values?: Value[]): Promise<Row[]>;
  /** Number of rows that the statement changed (MySQL: matched). */
  run(statement: string, values?: Value[]): Promise<number>;
}

export function sqlOf(source: DataSource | QueryRunner, dialect: Sql['dialect']): Sql {
  const send = async (statement: string, values: Value[] = []): Promise<unknown> => {
    try {
      return await source.query(statement, values);
    } catch (error) {
      throw readableError(error);
    }
  };
  return {
    dialect,
    all: async (statement, values) => (await send(statement, values)) as Row[],
    run: (statement, values) =>
      dialect === 'sqlite' ? runSqlite(source, statement, values) : send(statement, values).then(affected),
  };
}

/** TypeORM's plain answer to a SQLite write is the last row id; the structured one has the count. */
async function runSqlite(source: DataSource | QueryRunner, statement: string, values: Value[] = []): Promise<number> {
  const runner = 'createQueryRunner' in source ? source.createQueryRunner() : source;
  try {
    return ((await runner.query(statement, values, true)) as { affected?: number }).affected ?? 0;
  } catch (error) {
    throw readableError(error);
  }
}

function affected(result: unknown): number {
  return (result as { affectedRows?: number }).affectedRows ?? 0;
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
