import type BetterSqlite3 from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { readableError } from './database-error.js';
import type { Row, Sql, Value } from './sql.js';

interface Statement {
  all(values: Value[]): Row[];
  run(values: Value[]): number;
}

const mostStatements = 500;

export function connectionOf(source: DataSource): BetterSqlite3.Database {
  return (source.driver as unknown as { databaseConnection: BetterSqlite3.Database }).databaseConnection;
}

/** Statements straight to the driver, each text prepared once (ADR 36). */
export function sqliteSql(source: DataSource): Sql {
  const connection = connectionOf(source);
  const statements = new LRUCache<string, Statement>({ max: mostStatements });
  const prepared = (text: string): Statement => {
    const known = statements.get(text);
    if (known) return known;
    const made = statementOf(connection.prepare(text));
    statements.set(text, made);
    return made;
  };
  const send = async <T>(text: string, act: (statement: Statement) => T): Promise<T> => {
    try {
      return act(prepared(text));
    } catch (error) {
      throw readableError(error);
    }
  };
  return {
    dialect: 'sqlite',
    all: (text, values = []) => send(text, (statement) => statement.all(values.map(bound))),
    run: (text, values = []) => send(text, (statement) => statement.run(values.map(bound))),
  };
}

/** The driver takes twice as long for rows with names as for lists of values that are named here. */
function statementOf(made: BetterSqlite3.Statement<Value[]>): Statement {
  const run = (values: Value[]): number => made.run(...values).changes;
  if (!made.reader) return { run, all: (values) => made.all(...values) as Row[] };
  const lists = made.raw() as BetterSqlite3.Statement<Value[], Row[string][]>;
  const names = lists.columns().map(({ name }) => name);
  return { run, all: (values) => lists.all(...values).map((list) => named(names, list)) };
}

function named(names: string[], list: Row[string][]): Row {
  const row: Row = {};
  for (let i = 0; i < names.length; i += 1) row[names[i]!] = list[i]!;
  return row;
}

/** SQLite has no booleans. */
function bound(value: Value): Value {
  return typeof value === 'boolean' ? Number(value) : value;
}
