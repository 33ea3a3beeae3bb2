import { runClientSuites } from './client-suites.mjs';
import { runNpm } from './run.mjs';
import { none } from './test-counts.mjs';
import { runSuites, runSuitesOnMysql } from './test-suites.mjs';

const checks = {
  format: { title: 'Format', script: 'format:check' },
  lint: { title: 'Lint', script: 'lint' },
  types: { title: 'Types', script: 'types' },
  boundaries: { title: 'Boundaries', script: 'boundaries' },
};

/** In CI's order. Each step runs to `{ isOk, output, counts, note }`. */
export function stepsOf(options) {
  const log = (line) => console.log(line);
  // What does not run on MariaDB has run on SQLite: as many count as skipped.
  let testsOnSqlite = 0;
  const onSqlite = async () => {
    const result = await runSuites('protocol', { options });
    testsOnSqlite = result.counts.passed + result.counts.skipped;
    return result;
  };
  const suites = {
    sqlite: { title: 'Protocol suites on SQLite', run: onSqlite },
    mysql: {
      title: 'Protocol suites on MariaDB',
      run: () => runSuitesOnMysql({ options, log, testsOnSqlite }),
    },
  };
  return options.steps.flatMap((name) => {
    if (name === 'unit') return { title: 'Unit tests', run: () => runSuites('unit', { options }) };
    if (name === 'protocol') return options.databases.map((database) => suites[database]);
    if (name === 'clients') return { title: 'Client programs', run: () => runClientSuites({ options, log }) };
    return { title: checks[name].title, run: () => runScript(checks[name].script) };
  });
}

async function runScript(script) {
  const { code, output } = await runNpm(['run', '--silent', script]);
  return { isOk: code === 0, output, counts: { ...none(), failed: code === 0 ? 0 : 1 } };
}
