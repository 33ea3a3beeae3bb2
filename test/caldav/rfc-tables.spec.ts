import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tables = join(root, 'docs/rfc');

/** Paths of all specs of ours. */
function specsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : specsBelow(path);
    return entry.name.endsWith('.spec.ts') ? [path] : [];
  });
}

/** The first string of each `it(…)` and `it.each(…)(…)`; of a template also what stands before its first `%` or `$`. */
function titlesOf(path: string): Set<string> {
  const known = titlesByPath.get(path);
  if (known) return known;
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    const [title] = ts.isCallExpression(node) && /^it\b/.test(node.expression.getText(source)) ? node.arguments : [];
    if (title !== undefined && ts.isStringLiteralLike(title)) {
      titles.add(title.text).add(/^[^%$]*/.exec(title.text)![0].trim());
    }
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  visit(source);
  titlesByPath.set(path, titles);
  return titles;
}

/** What is wrong with a row of a table, as `file: what`; null when all its tests exist. */
function wrongWith(row: string): string | null {
  const cells = row.split(/(?<!\\)\|/).slice(1, -1);
  const answer = cells[2]?.trim() ?? '';
  if (cells.length !== 3 || cells.some((cell) => cell.trim() === '')) return `not three cells: ${row}`;
  for (const [, name = ''] of answer.matchAll(/`([^`]*\.spec\.ts[^`]*)`/g)) {
    const [, file = '', title = ''] = /^(\S+\.spec\.ts)(?:: (.+))?$/.exec(name) ?? [];
    if (title === '' || !specs.some((path) => path.endsWith(`/${file}`) && titlesOf(path).has(title))) return name;
  }
  return null;
}

const specs = ['test', 'libs', 'apps'].flatMap((folder) => specsBelow(join(root, folder)));
const titlesByPath = new Map<string, Set<string>>();

function rowsOf(page: string): string[] {
  return page.split('\n').filter((line) => /^\| (?!-+ \|)(?!Section )/.test(line));
}

describe('docs/rfc', () => {
  it.each(readdirSync(tables))('names tests that exist: %s', (file) => {
    const rows = rowsOf(readFileSync(join(tables, file), 'utf8'));
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.map(wrongWith).filter((wrong) => wrong !== null)).toEqual([]);
  });

  it('would tell of a test that is not there', () => {
    const one = 'rfc-tables.spec.ts: would tell of a test that is not there';
    expect(wrongWith(`| 1 | MUST | \`${one}\` |`)).toBeNull();
    expect(wrongWith(`| 1 | MUST | \`${one}\`; \`${one} at all\` |`)).toBe(`${one} at all`);
    expect(wrongWith('| 1 | MUST | `rfc-tables.spec.ts` |')).toBe('rfc-tables.spec.ts');
    expect(wrongWith('| 1 | MUST | `rfc0.spec.ts: any` |')).toBe('rfc0.spec.ts: any');
    expect(wrongWith('| 1 | MUST | |')).not.toBeNull();
  });
});
