import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages, whyNotInstall } from './debian.mjs';

// The core package has the server and no service: nothing is started, and nothing starts with the machine. The client
// package is there for my_print_defaults, which mariadb-install-db needs.
const DEBIAN_PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];
const FURTHER_FOLDERS = ['/usr/sbin', '/usr/libexec', '/usr/local/sbin', '/usr/bin'];

/** Paths of the server and of the program that makes its system tables; undefined when one of them is missing. */
export function findPrograms() {
  const server = find(['mariadbd', 'mysqld']);
  const installer = find(['mariadb-install-db', 'mysql_install_db']);
  return server && installer && find(['my_print_defaults']) ? { server, installer } : undefined;
}

/** Installs the two programs where that needs no question: as root on Debian and its kin. Says why not otherwise. */
export function installPrograms(log) {
  const obstacle = whyNotInstall();
  if (obstacle) return `MariaDB is not installed, and ${obstacle}`;
  log('Installing MariaDB for the tests …');
  const mishap = installPackages(DEBIAN_PACKAGES);
  return mishap === undefined ? undefined : `MariaDB could not be installed:\n${mishap}`.trim();
}

function find(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...FURTHER_FOLDERS];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
