import { afterAll, describe, expect, it } from 'vitest';
import { expected, roles, verbs } from './access-matrix.table.js';
import { AccessScene, reading, tableOf } from './access-scene.js';
import { expectedOfScopes, scopes, type Heading } from './scope-matrix.table.js';

const scene = await AccessScene.start();
afterAll(() => scene.server.close());

const headings = Object.keys(scopes) as Heading[];

/** A table's cells by row and column. */
function cellsOf(table: string): (row: string, column: string) => string {
  const [heading, ...lines] = table.trim().split('\n');
  const columns = heading!.trim().split(/ +/);
  const rows = new Map(lines.map((line) => [line.slice(0, 20).trimEnd(), line.slice(20).trim().split(/ +/)]));
  return (row, column) => rows.get(row)![columns.indexOf(column)]!;
}

describe('the matrix of scopes', () => {
  it.each(['default', 'private', 'public'])(
    'shows the title of a %s event to no scope for times, and to none that is for something else',
    async (visibility) => {
      const summary = `Title of ${visibility}`;
      const id = await scene.event({ summary, visibility });
      const byScope = cellsOf(expectedOfScopes);
      for (const heading of headings) {
        const token = await scene.tokenOf('alice', [scopes[heading]]);
        for (const name of reading) {
          const { body } = await scene.ask(verbs[name]!, token, { id });
          const shows = byScope(name, heading) === '200' && heading !== 'busy';
          expect([heading, name, body.includes(summary)]).toEqual([heading, name, shows]);
        }
      }
    },
  );

  it('is what the table says', async () => {
    const tokens = await Promise.all(headings.map((heading) => scene.tokenOf('alice', [scopes[heading]])));
    const rows: [string, ...string[]][] = [];
    for (const [name, verb] of Object.entries(verbs)) {
      const cells: string[] = [];
      for (const token of tokens) {
        const id = await scene.event();
        cells.push(String((await scene.ask(verb, token, { id })).statusCode));
      }
      rows.push([name, ...cells]);
    }
    expect(tableOf(headings, rows, 7)).toBe(expectedOfScopes);
  }, 120_000);

  it('and the one of roles meet: what somebody may do is what both allow', async () => {
    const [byRole, byScope] = [cellsOf(expected), cellsOf(expectedOfScopes)];
    const isOpen = (cell: string) => cell.startsWith('2');
    for (const heading of ['full.r', 'ev', 'ev.r', 'acl', 'acl.r', 'cal.r', 'dav', 'js.r'] as const)
      for (const who of roles.filter((one) => one !== 'nobody')) {
        const token = await scene.tokenOf(who, [scopes[heading]]);
        for (const [name, verb] of Object.entries(verbs)) {
          await scene.grant();
          const { statusCode, body } = await scene.ask(verb, token, { id: await scene.event() });
          const both = isOpen(byRole(name, who)) && isOpen(byScope(name, heading));
          expect(statusCode < 300, `${heading} ${who} ${name}: ${statusCode} ${body.slice(0, 300)}`).toBe(both);
          if (!both) expect(statusCode).toBeLessThan(500);
        }
      }
  }, 240_000);
});
