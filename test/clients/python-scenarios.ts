import { readFileSync } from 'node:fs';
import { fileBeside, python, succeed } from './program.js';

export interface Scenario {
  title: string;
  run(settings: unknown): Promise<string>;
}

const runner = fileBeside('python/scenario.py');

/** The public functions of a file in python/, each to be run in a process of its own. */
export function scenariosOf(file: string): Scenario[] {
  const path = fileBeside(`python/${file}`);
  const names = [...readFileSync(path, 'utf8').matchAll(/^def ([a-z]\w*)\(settings\)/gm)].map(([, name]) => name!);
  if (names.length === 0) throw new Error(`${file} has no scenario`);
  return names.map((name) => ({
    title: name.replaceAll('_', ' '),
    run: (settings) => succeed(python, [runner, path, name], { env: { SETTINGS: JSON.stringify(settings) } }),
  }));
}
