import { expect, it } from 'vitest';
import { testAccess } from './matrix.js';
import { v2 } from './v2.table.js';

const scene = await testAccess(v2);

it('has a row for every method of every feed that it names', async () => {
  const rows = Object.values(v2.verbs).map(({ method, url }) => ({ method, url: url.split('?')[0]! }));
  const missing: string[] = [];
  for (const { url } of rows) {
    const answer = await scene.send({ method: 'DELETE', url: `${url}?alt=atom` }, 'nobody', {});
    expect(answer.statusCode).toBeGreaterThan(399);
    for (const method of String(answer.headers.allow ?? '')
      .split(', ')
      .filter((name) => name !== ''))
      if (!rows.some((row) => row.url === url && row.method === method)) missing.push(`${method} ${url}`);
  }
  expect(missing).toEqual([]);
});
