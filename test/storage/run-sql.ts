import Database from 'better-sqlite3';
import mysql from 'mysql2/promise';

/** Statements on a test's database, past the store. */
export async function runSql(url: string, statements: string[]): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const file = new Database(url.slice('sqlite:'.length));
    for (const statement of statements) {
      const prepared = file.prepare(statement);
      if (prepared.reader) prepared.all();
      else prepared.run();
    }
    file.close();
    return;
  }
  const connection = await mysql.createConnection(url);
  for (const statement of statements) await connection.query(statement);
  await connection.end();
}
