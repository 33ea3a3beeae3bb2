import { invalidInput } from '@dayferry/core';

export type DatabaseAddress =
  | { dialect: 'sqlite'; path: string }
  | { dialect: 'mysql'; host: string; port: number; user: string; password: string; database: string };

/** Reads `sqlite:<path>` or `mysql://user:password@host:port/database` (`mariadb://` too); InvalidInput otherwise. */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  if (url.startsWith('sqlite:')) return sqliteAddress(url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''));
  if (!/^(mysql|mariadb):\/\//.test(url) || !URL.canParse(url)) {
    throw invalidInput(
      'DAYFERRY_DATABASE_URL',
      'The database address must be sqlite:<path> or mysql://user:password@host/database.',
    );
  }
  const { hostname, port, username, password, pathname } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  if (!database) throw invalidInput('DAYFERRY_DATABASE_URL', 'The database address names no database.');
  return {
    dialect: 'mysql',
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port ? Number(port) : 3306,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
  };
}

function sqliteAddress(path: string): DatabaseAddress {
  if (!path || path === ':memory:') throw invalidInput('DAYFERRY_DATABASE_URL', 'The SQLite address names no file.');
  return { dialect: 'sqlite', path };
}
