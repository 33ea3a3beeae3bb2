import type BetterSqlite3 from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { readableError } from './database-error.js';
import type { Row, Sql, Value } from './sql.js';

type Statement = BetterSqlite3.Statement<Value[], Row>;

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
    const made = connection.prepare<Value[], Row>(text);
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
    all: (text, values = []) => send(text, (statement) => statement.all(...values.map(bound))),
    run: (text, values = []) => send(text, (statement) => statement.run(...values.map(bound)).changes),
  };
}

/** SQLite has no booleans. */
function bound(value: Value): Value {
  return typeof value === 'boolean' ? Number(value) : value;
}
