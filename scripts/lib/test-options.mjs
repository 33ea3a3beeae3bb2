import { parseArgs } from 'node:util';

export const STEPS = ['format', 'lint', 'types', 'boundaries', 'unit', 'protocol', 'clients'];
const DATABASES = ['sqlite', 'mysql'];

export const USAGE = `npm test -- [--only=<steps>] [--database=<database>] [part of a spec's path …]

  --only       of ${STEPS.join(', ')}: these steps only, comma-separated
  --database   of ${DATABASES.join(', ')}: the protocol suites on this one only
A part of a path runs the specs that have it, and no other step.
TEST_DATABASE_URL=mysql://… uses that server; otherwise one is started for the run, and removed.`;

export class UsageError extends Error {}

/** What to run: steps in their order, databases in theirs, filters for vitest. */
export function readOptions(args) {
  const { values, positionals } = parse(args);
  const inDefault = positionals.length ? ['unit', 'protocol', 'clients'] : STEPS;
  const only = values.only ? chosen('--only', values.only, STEPS) : inDefault;
  const databases = values.database ? chosen('--database', values.database, DATABASES) : DATABASES;
  return {
    steps: STEPS.filter((step) => only.includes(step)),
    databases: DATABASES.filter((database) => databases.includes(database)),
    filters: positionals,
    isPartial: Boolean(values.only ?? positionals[0]),
  };
}

function parse(args) {
  const options = { only: { type: 'string' }, database: { type: 'string' } };
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message, { cause: error });
  }
}

function chosen(option, text, known) {
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`${option}: there is no "${unknown}", only ${known.join(', ')}`);
  return names;
}
