import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { installClients } from './client-programs.mjs';
import { root } from './run.mjs';
import { none } from './test-counts.mjs';
import { runSuites } from './test-suites.mjs';

const folder = 'test/clients';

/** Real programs against the built gateway. What cannot be had here is named in one line, and its tests count as skipped. */
export async function runClientSuites({ options, log }) {
  if (!isWanted(options.filters)) return { isOk: true, note: 'no client suite has this in its path', counts: none() };
  await ensureBuilt(log);
  await installClients(log);
  return runSuites('clients', { options });
}

// Nothing is installed for a run that is about other specs.
function isWanted(filters) {
  const specs = readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  return filters.length === 0 || specs.some((spec) => filters.some((filter) => spec.includes(filter)));
}
