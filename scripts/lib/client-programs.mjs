import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, whyNotInstall } from './debian.mjs';
import { agreesWithLock } from './packages.mjs';
import { root, runNpm, tail } from './run.mjs';

const npmFolder = join(root, 'test/clients/npm');
const programs = Object.entries(JSON.parse(readFileSync(join(root, 'test/clients/programs.json'), 'utf8')));

/** Installs what test/clients drives, where that needs no question. Logs what stays away, and why. */
export async function installClients(log) {
  installPrograms(log);
  await installNpmPackages(log);
}

function installPrograms(log) {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const obstacle = whyNotInstall() ?? install(missing, log);
  const names = missingPrograms().map(([name]) => name);
  if (names.length > 0) log(`  not run: ${names.join(', ')} (not installed; ${obstacle ?? 'the package lacks it'})`);
}

// Apart from our own packages: googleapis alone is as large as all of them.
async function installNpmPackages(log) {
  if (agreesWithLock(npmFolder)) return;
  log('  installing googleapis …');
  const { code, output } = await runNpm(['ci', '--prefix', npmFolder, '--no-audit', '--no-fund']);
  if (code !== 0) log(`  not run: googleapis (npm could not install it: ${tail(output, 1)})`);
}

const missingPrograms = () => programs.filter(([, { file }]) => !existsSync(file));

// All at once is fast. When that fails, one by one: a package that this release lacks must not cost the others.
function install(missing, log) {
  log(`  installing ${missing.map(([name]) => name).join(', ')} …`);
  if (installPackages(missing.flatMap(([, { packages }]) => packages)) === undefined) return undefined;
  const mishaps = missing.map(([, { packages }]) => installPackages(packages));
  return mishaps.find(Boolean)?.split('\n').at(-1);
}
