import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { findPrograms, installPrograms } from './mariadb-programs.mjs';
import { onStop } from './signals.mjs';

const START_TIMEOUT_MS = 60_000;
const ATTEMPTS = 3;
const FIRST_STATEMENTS = `CREATE DATABASE dayferry CHARACTER SET utf8mb4;
CREATE USER dayferry@'%' IDENTIFIED BY 'dayferry';
GRANT ALL PRIVILEGES ON *.* TO dayferry@'%' WITH GRANT OPTION;
`;

/** No MariaDB on this machine and no way to get one; the message says why. */
export class MariadbMissing extends Error {}

/** Starts a private, empty server that lives no longer than this process. `stop` removes all of it. */
export async function startMariadb({ log = () => {} } = {}) {
  if (!findPrograms()) {
    const reason = installPrograms(log);
    if (reason) throw new MariadbMissing(reason);
  }
  const programs = findPrograms();
  if (!programs) throw new MariadbMissing('MariaDB was installed, but its programs were not found');
  for (let attempt = 1; ; attempt++) {
    const result = await startOnce(programs);
    if (result.url) return result;
    if (attempt === ATTEMPTS) throw new Error(`MariaDB did not start:\n${result.output}`);
  }
}

async function startOnce(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'dayferry-mariadb-'));
  const output = join(folder, 'server.log');
  const keeper = startKeeper(folder);
  const stop = () => endKeeper(keeper);
  try {
    await makeSystemTables(programs.installer, folder, output);
    const port = await freePort();
    const server = startServer(programs.server, folder, port);
    keeper.stdin.write(`${server.pid}\n`);
    if (await answers(server, port)) return { url: `mysql://dayferry:dayferry@127.0.0.1:${port}/dayferry`, stop };
  } catch (error) {
    writeFileSync(output, `${error.message}\n`, { flag: 'a' });
  }
  const text = readFileSync(output, 'utf8');
  await stop();
  return { output: text.split('\n').slice(-20).join('\n') };
}

// A process of its own that waits for the end of its standard input: that comes with stop(), and also when we are
// killed, whatever the signal. The data are not worth an orderly shutdown.
function startKeeper(folder) {
  const script =
    'read -r server; cat >/dev/null; [ -z "$server" ] || kill -9 "$server" 2>/dev/null; sleep 0.1; rm -rf "$1"';
  return spawn('/bin/sh', ['-c', script, 'mariadb-keeper', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

async function endKeeper(keeper) {
  if (keeper.exitCode !== null) return;
  keeper.stdin.end();
  await once(keeper, 'exit');
}

async function makeSystemTables(installer, folder, output) {
  const child = spawn(
    installer,
    [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      '--force',
      ...runAs(),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  writeFileSync(output, Buffer.concat(chunks));
  if (code !== 0) throw new Error(`${installer} ended with code ${code}`);
}

function startServer(program, folder, port) {
  const firstStatements = join(folder, 'first.sql');
  writeFileSync(firstStatements, FIRST_STATEMENTS);
  const options = [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--tmpdir=${folder}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--log-error=${join(folder, 'server.log')}`,
    `--init-file=${firstStatements}`,
    `--port=${port}`,
    '--skip-networking=0',
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--max-connections=200',
    '--performance-schema=0',
    '--innodb-buffer-pool-size=64M',
    '--innodb-log-file-size=16M',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-doublewrite=0',
    '--innodb-use-native-aio=0',
    '--key-buffer-size=1M',
    '--aria-pagecache-buffer-size=1M',
    ...runAs(),
  ];
  // A process group of its own: Ctrl-C in the terminal is for us, and the keeper ends the server.
  const child = spawn(program, options, { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  return child;
}

// A server refuses to run as root unless it is told to; the folder is root's own then.
const runAs = () => (process.getuid?.() === 0 ? ['--user=root'] : []);

async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}

async function answers(server, port) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && server.pid && server.exitCode === null && server.signalCode === null) {
    if (await greets(port)) return server.exitCode === null;
    await sleep(100);
  }
  return false;
}

// The server speaks first, once it accepts sessions; that is after the statements of --init-file.
function greets(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
    const settle = (value) => () => {
      socket.destroy();
      resolve(value);
    };
    socket
      .once('data', settle(true))
      .once('error', settle(false))
      .once('timeout', settle(false))
      .once('close', settle(false));
  });
}

async function main() {
  const server = await startMariadb({ log: (line) => console.error(line) });
  console.log(server.url);
  const ended = new Promise(onStop);
  const beat = setInterval(() => {}, 60_000);
  await ended;
  clearInterval(beat);
  await server.stop();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
