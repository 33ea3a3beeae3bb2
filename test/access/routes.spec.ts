import { existsSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { elsewhere, tables } from './routes.table.js';

const server = await startServer();
afterAll(() => server.close());

/** Fastify prints its table as a tree, whose branches are pieces of addresses. */
function registered(): string[] {
  const fastify = server.app.getHttpAdapter().getInstance() as unknown as {
    printRoutes(options: { commonPrefix: boolean }): string;
  };
  const above: string[] = [];
  return fastify
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent, piece] = /^(.*?)[├└]── (\S+) \(/.exec(line) ?? [];
      if (indent === undefined || piece === undefined) return [];
      const depth = indent.length / 4;
      above.length = depth;
      above.push(piece);
      return [above.join('')];
    });
}

/** The address without what may follow it. */
const base = (path: string): string => path.replace(/(?<=.)\/?\*$/, '');

it('every address that the gateway answers has rows in a table of rights, or says why it needs none', () => {
  const paths = [...new Set(registered().map(base))];
  expect(paths).toEqual(
    expect.arrayContaining(['/calendar/feeds', '/calendar/v3', '/dav', '/rest', '/account/password']),
  );
  const known = [...Object.keys(tables), ...Object.keys(elsewhere)];
  expect(paths.filter((path) => !known.includes(path))).toEqual([]);
  expect(known.filter((path) => !paths.includes(path))).toEqual([]);
});

it.each(Object.entries(tables))('%s has rows of its own', (path, { verbs }) => {
  expect(Object.values(verbs).filter(({ url }) => url === path || url.startsWith(`${path}/`))).not.toEqual([]);
});

it('names tests that are there', () => {
  const named = Object.values(elsewhere).flatMap((why) => why.match(/test\/[\w/-]+\.spec\.ts/g) ?? []);
  expect(named.length).toBeGreaterThan(30);
  expect([...new Set(named)].filter((file) => !existsSync(new URL(`../../${file}`, import.meta.url)))).toEqual([]);
});
