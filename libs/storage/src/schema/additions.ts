import type { QueryRunner } from 'typeorm';
import type { Sql } from '../sql.js';
import { columnSql, createStatements, indexSql } from './ddl.js';
import { tables, type TableDefinition } from './schema.table.js';

/** Steps of migrations. Each takes its definition from schema.table.ts and does nothing where it is done already. */
export async function addTable(runner: QueryRunner, name: string): Promise<void> {
  if (await runner.hasTable(name)) return;
  for (const statement of createStatements(tableOf(name), dialectOf(runner))) await runner.query(statement);
}

/** `suffix`: a DEFAULT, which rows that are there need when the column may not be null. */
export async function addColumn(runner: QueryRunner, table: string, column: string, suffix = ''): Promise<void> {
  if (await runner.hasColumn(table, column)) return;
  const definition = columnSql(tableOf(table), column, dialectOf(runner));
  await runner.query(`ALTER TABLE ${table} ADD COLUMN ${definition} ${suffix}`.trim());
}

export async function addIndex(runner: QueryRunner, table: string, name: string): Promise<void> {
  const found = await runner.getTable(table);
  if (found?.indices.some((index) => index.name === name)) return;
  await runner.query(indexSql(tableOf(table), name));
}

export async function removeIndex(runner: QueryRunner, table: string, name: string): Promise<void> {
  await runner.query(dialectOf(runner) === 'sqlite' ? `DROP INDEX ${name}` : `DROP INDEX ${name} ON ${table}`);
}

export function dialectOf(runner: QueryRunner): Sql['dialect'] {
  return runner.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
}

function tableOf(name: string): TableDefinition {
  return tables.find((table) => table.name === name)!;
}
