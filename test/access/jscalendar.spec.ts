import { expect, it } from 'vitest';
import { jscalendar } from './jscalendar.table.js';
import { testAccess } from './matrix.js';

const scene = await testAccess(jscalendar);

it('has a row for every operation of the description', async () => {
  const { paths } = (await scene.server.inject('/rest/openapi.json')).json<{ paths: Record<string, object> }>();
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((name) => /^(get|put|post|patch|delete)$/.test(name))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  const rows = Object.values(jscalendar.verbs).map(({ method, url }) => `${method} ${url.split('?')[0]!}`);
  const isThere = (operation: string): boolean => {
    const [method, path] = operation.split(' ') as [string, string];
    const pattern = new RegExp(`^${method} /rest${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
    return rows.some((row) => pattern.test(row));
  };
  expect(operations.length).toBeGreaterThan(20);
  expect(operations.filter((operation) => !isThere(operation))).toEqual([]);
});
