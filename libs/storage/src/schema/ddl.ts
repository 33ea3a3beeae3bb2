import type { Sql } from '../sql.js';
import type { ColumnType, TableDefinition } from './schema.table.js';

const mysqlTypes: Record<ColumnType, string> = {
  key: 'CHAR(26) CHARACTER SET ascii COLLATE ascii_bin',
  hash: 'CHAR(64) CHARACTER SET ascii COLLATE ascii_bin',
  ascii: 'VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin',
  short: 'VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  long: 'VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  text: 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  int: 'INT',
  big: 'BIGINT',
};

const sqliteTypes: Record<ColumnType, string> = {
  key: 'TEXT',
  hash: 'TEXT',
  ascii: 'TEXT',
  short: 'TEXT',
  long: 'TEXT',
  text: 'TEXT',
  int: 'INTEGER',
  big: 'INTEGER',
};

/** The statements that make one table and its indexes in one dialect, where it is not there yet: on MySQL a single one. */
export function createStatements(table: TableDefinition, dialect: Sql['dialect']): string[] {
  const columns = Object.keys(table.columns).map((name) => columnSql(table, name, dialect));
  const parts = [...columns, `PRIMARY KEY (${table.primary.join(', ')})`];
  const indexes = [...Object.keys(table.unique ?? {}), ...Object.keys(table.indexes ?? {})];
  const start = `CREATE TABLE IF NOT EXISTS ${table.name}`;
  if (dialect === 'mysql') {
    // Each change of the schema is a transaction of its own there: one that is cut off leaves no half of a table.
    const all = [...parts, ...indexes.map((name) => indexKind(table, name))].join(', ');
    return [`${start} (${all}) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`];
  }
  const suffix = table.isClustered ? ' WITHOUT ROWID' : '';
  return [`${start} (${parts.join(', ')})${suffix}`, ...indexes.map((name) => indexSql(table, name))];
}

/** The statement that makes one of a table's indexes. */
export function indexSql(table: TableDefinition, name: string): string {
  return `CREATE ${indexKind(table, name).replace(' (', ` ON ${table.name} (`)}`;
}

/** `UNIQUE INDEX name (column, …)` */
function indexKind(table: TableDefinition, name: string): string {
  const unique = table.unique?.[name];
  return `${unique ? 'UNIQUE INDEX' : 'INDEX'} ${name} (${(unique ?? table.indexes![name]!).join(', ')})`;
}

/** A column as CREATE TABLE and ALTER TABLE say it. */
export function columnSql(table: TableDefinition, column: string, dialect: Sql['dialect']): string {
  return `${column} ${typeSql(table.columns[column]!, dialect === 'mysql' ? mysqlTypes : sqliteTypes)}`;
}

function typeSql(type: string, types: Record<ColumnType, string>): string {
  const isNullable = type.endsWith('?');
  const name = (isNullable ? type.slice(0, -1) : type) as ColumnType;
  return `${types[name]}${isNullable ? '' : ' NOT NULL'}`;
}
