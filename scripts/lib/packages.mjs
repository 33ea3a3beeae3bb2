import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run, runNpm, StepFailed, tail } from './run.mjs';

const stamp = join(root, 'node_modules/.dayferry/installed');
const OPEN_DRIVER = "new (require('better-sqlite3'))(':memory:').close()";

/** Installs the packages unless those of package-lock.json are there, made for this Node. */
export async function ensurePackages(say) {
  const wanted = fingerprint();
  if (read(stamp) === wanted) return;
  if (!agreesWithLock(root) || !(await driverOpens())) await install(say);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

// The driver is compiled: another Node or another machine needs another one.
function fingerprint() {
  const lock = createHash('sha256').update(read(join(root, 'package-lock.json')));
  return [lock.digest('hex'), process.platform, process.arch, process.versions.modules].join(' ');
}

/** npm writes down what it installed in a folder. Where that is what we want, it ran already. */
export function agreesWithLock(folder) {
  const installed = read(join(folder, 'node_modules/.package-lock.json'));
  if (!installed) return false;
  const there = JSON.parse(installed).packages;
  const wanted = JSON.parse(read(join(folder, 'package-lock.json'))).packages;
  return Object.entries(wanted).every(([path, { version, link, optional, devOptional }]) => {
    const isPackage = path.includes('node_modules/') && !link;
    return !isPackage || optional || devOptional || there[path]?.version === version;
  });
}

async function driverOpens() {
  return (await run(process.execPath, ['-e', OPEN_DRIVER])).code === 0;
}

async function install(say) {
  say('Installing packages (first start only; about a minute) …');
  const { code, output } = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0) throw new StepFailed(`The packages could not be installed. ${await advice()}`.trim(), tail(output));
  const driver = await run(process.execPath, ['-e', OPEN_DRIVER]);
  if (driver.code !== 0) {
    throw new StepFailed(
      `better-sqlite3 was installed, but does not open. ${await advice()}`.trim(),
      tail(driver.output),
    );
  }
}

/** better-sqlite3 is compiled where no ready-made binary can be fetched; says what that lacks on this machine. */
async function advice() {
  const tools = { python3: ['python3'], make: ['make'], 'g++': ['c++', 'g++', 'clang++'] };
  const missing = [];
  for (const [name, commands] of Object.entries(tools)) {
    const found = await Promise.all(commands.map((command) => run(command, ['--version'])));
    if (found.every(({ code }) => code !== 0)) missing.push(name);
  }
  if (missing.length === 0) return '';
  return `If better-sqlite3 had to be compiled here, install what that needs: apt-get install ${missing.join(' ')}`;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
