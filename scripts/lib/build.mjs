import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run, StepFailed, tail } from './run.mjs';

const stamp = join(root, '.cache/built');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

/** Compiles what changed. `tsc -b` would find out by itself that nothing did, but takes seconds for that. */
export async function ensureBuilt(say) {
  const projects = projectFolders();
  const sources = fingerprint(projects);
  if (isBuilt(projects) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('Building …');
  const { code, output } = await run(process.execPath, [compiler, '-b']);
  if (code !== 0) throw new StepFailed('The build failed.', tail(output));
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

function projectFolders() {
  return ['libs', 'apps']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)))
    .filter((folder) => existsSync(join(folder, 'tsconfig.json')));
}

function isBuilt(projects) {
  return projects.every((folder) => existsSync(join(folder, 'dist/.tsbuildinfo')));
}

function fingerprint(projects) {
  const settings = ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json'].map((name) => join(root, name));
  const own = projects.flatMap((folder) => [join(folder, 'tsconfig.json'), join(folder, 'package.json')]);
  const sources = projects.flatMap((folder) => filesIn(join(folder, 'src')));
  const hash = createHash('sha256');
  for (const path of [...settings, ...own, ...sources.sort()]) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
