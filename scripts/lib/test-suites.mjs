import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MariadbMissing, startMariadb } from './mariadb.mjs';
import { root, run } from './run.mjs';
import { countsOf, none } from './test-counts.mjs';

const runner = join(root, 'node_modules/vitest/vitest.mjs');

/** One project of vitest.config.ts; `databaseUrl` is what the protocol suites read. */
export async function runSuites(project, { databaseUrl, options }) {
  const report = join(reportFolder(), `${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  if (options.filters.length) args.push('--passWithNoTests', ...options.filters);
  const env = { TEST_DATABASE_URL: databaseUrl };
  const { code, output } = await run(process.execPath, [runner, ...args], { env, live: options.isPartial });
  return { isOk: code === 0, output, counts: countsOf(report, code) };
}

// A new one for each run of vitest: one that crashed must not be judged by the report of the one before.
function reportFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'dayferry-report-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** On the caller's server, or on one that lives for these suites. */
export async function runSuitesOnMysql({ options, log, testsOnSqlite }) {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return runSuites('protocol', { databaseUrl: given, options });
  const server = await serverOrReason(log);
  if (server.reason) return { isOk: true, note: server.reason, counts: { ...none(), skipped: testsOnSqlite } };
  try {
    return await runSuites('protocol', { databaseUrl: server.url, options });
  } finally {
    await server.stop();
  }
}

async function serverOrReason(log) {
  try {
    return await startMariadb({ log });
  } catch (error) {
    if (error instanceof MariadbMissing) return { reason: error.message };
    throw error;
  }
}
