import { servedFeeds } from '@dayferry/gdata';
import { expect, it } from 'vitest';
import { testAccess } from './matrix.js';
import { v2 } from './v2.table.js';

await testAccess(v2);

/** The feed that answers an address: the first whose pattern fits, as the server looks for it. */
function feedOf(url: string): string | undefined {
  const path = url.split('?')[0]!.replace('/calendar/feeds/', '');
  return servedFeeds.find((feed) => new RegExp(`^${feed.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(path))?.path;
}

it('has a row for every method of every feed that there is', () => {
  const rows = Object.values(v2.verbs).map(({ method, url }) => `${method} ${feedOf(url)}`);
  const served = servedFeeds.flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`));
  expect(served.length).toBeGreaterThan(40);
  expect(served.filter((one) => !rows.includes(one))).toEqual([]);
});
