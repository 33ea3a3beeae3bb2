import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

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
  if (process.getuid?.() !== 0) return 'MariaDB is not installed, and only root could install it';
  if (!existsSync('/etc/debian_version')) return 'MariaDB is not installed, and this is not Debian or Ubuntu';
  log('Installing MariaDB for the tests …');
  if (apt('install', ...DEBIAN_PACKAGES).status === 0) return undefined;
  const update = apt('update');
  const install = apt('install', ...DEBIAN_PACKAGES);
  if (install.status === 0) return undefined;
  return `MariaDB could not be installed:\n${update.stderr ?? ''}${install.stderr ?? install.error?.message ?? ''}`.trim();
}

function apt(command, ...packages) {
  return spawnSync('apt-get', [command, '-y', '-q', '--no-install-recommends', ...packages], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
