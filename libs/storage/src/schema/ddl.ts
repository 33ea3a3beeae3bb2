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

/** The statements that make one table and its indexes in one dialect. */
export function createStatements(table: TableDefinition, dialect: Sql['dialect']): string[] {
  const types = dialect === 'mysql' ? mysqlTypes : sqliteTypes;
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${columnSql(type, types)}`);
  const suffix =
    dialect === 'mysql' ? ' ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin' : '';
  const index =
    (kind: string) =>
    ([name, parts]: [string, string[]]): string =>
      `CREATE ${kind} ${name} ON ${table.name} (${parts.join(', ')})`;
  return [
    `CREATE TABLE ${table.name} (${[...columns, `PRIMARY KEY (${table.primary.join(', ')})`].join(', ')})${suffix}`,
    ...Object.entries(table.unique ?? {}).map(index('UNIQUE INDEX')),
    ...Object.entries(table.indexes ?? {}).map(index('INDEX')),
  ];
}

function columnSql(type: string, types: Record<ColumnType, string>): string {
  const isNullable = type.endsWith('?');
  const name = (isNullable ? type.slice(0, -1) : type) as ColumnType;
  return `${types[name]}${isNullable ? '' : ' NOT NULL'}`;
}
