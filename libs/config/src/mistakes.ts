import { limitSettings } from './limits.table.js';
import { prefix } from './setting.js';
import { settings } from './settings.table.js';

/** Every mistake of a configuration, one line each. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Not ours to judge: what Kubernetes sets for a Service named "dayferry" (DAYFERRY_SERVICE_HOST,
 * DAYFERRY_PORT_8080_TCP…), and what steers the test suites.
 */
const foreign = /^DAYFERRY_(SERVICE_|PORT_\d+_|TEST_)/;

const known: readonly string[] = [...Object.values(settings), ...Object.values(limitSettings)].flatMap((row) =>
  row.mayBeFile ? [prefix + row.name, `${prefix}${row.name}_FILE`] : [prefix + row.name],
);

/** A misspelt variable would be ignored in silence; name it, with the one that was probably meant. */
export function unknownVariables(env: Record<string, string | undefined>): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !known.includes(name) && !foreign.test(name))
    .sort()
    .map((name) => `${name} is not a setting${suggestion(name)}`);
}

function suggestion(name: string): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, steps: distance(name, candidate) }))
    .sort((a, b) => a.steps - b.steps);
  return nearest && nearest.steps <= 4 ? `; did you mean ${nearest.candidate}?` : '.';
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
