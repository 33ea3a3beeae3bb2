import { placeholders, type Sql, type Value } from '../sql.js';

/** Inserts a row or, where the primary key is there already, sets its other columns. */
export async function upsert(sql: Sql, table: string, row: Record<string, Value>, primary: string[]): Promise<void> {
  const names = Object.keys(row);
  const others = names.filter((name) => !primary.includes(name));
  const sets = (value: (name: string) => string): string => others.map((name) => `${name} = ${value(name)}`).join(', ');
  const tail =
    sql.dialect === 'sqlite'
      ? `ON CONFLICT (${primary.join(', ')}) DO UPDATE SET ${sets((name) => `excluded.${name}`)}`
      : `ON DUPLICATE KEY UPDATE ${sets((name) => `VALUES(${name})`)}`;
  await sql.run(`${insertInto(table, names)} ${tail}`, Object.values(row));
}

export async function insert(sql: Sql, table: string, row: Record<string, Value>): Promise<void> {
  await sql.run(insertInto(table, Object.keys(row)), Object.values(row));
}

function insertInto(table: string, names: string[]): string {
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${placeholders(names.length)})`;
}
