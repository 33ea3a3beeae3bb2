import { readFile } from 'node:fs/promises';
import mysql, { type RowDataPacket } from 'mysql2/promise';

/** All that a database holds, as text in which one can search: the octets of an SQLite file with its log, or all rows. */
export async function dumpOf(url: string): Promise<string> {
  if (url.startsWith('sqlite:')) {
    const path = url.slice('sqlite:'.length);
    const parts = await Promise.all([path, `${path}-wal`].map((file) => readFile(file, 'latin1').catch(() => '')));
    return parts.join('');
  }
  const connection = await mysql.createConnection(url);
  const [tables] = await connection.query<RowDataPacket[]>('SHOW TABLES');
  const texts: string[] = [];
  for (const table of tables) {
    const [rows] = await connection.query(`SELECT * FROM ${String(Object.values(table)[0])}`);
    texts.push(JSON.stringify(rows));
  }
  await connection.end();
  return texts.join('');
}
