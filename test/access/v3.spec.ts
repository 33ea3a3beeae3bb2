import { expect, it } from 'vitest';
import { testAccess } from './matrix.js';
import { v3 } from './v3.table.js';

interface Resource {
  methods?: Record<string, unknown>;
}

const scene = await testAccess(v3);

it('has a row for every method of the discovery document', async () => {
  const { body } = await scene.server.inject('/discovery/v1/apis/calendar/v3/rest');
  const { resources } = JSON.parse(body) as { resources: Record<string, Resource> };
  const methods = Object.entries(resources).flatMap(([name, { methods = {} }]) =>
    Object.keys(methods).map((method) => `${name}.${method}`),
  );
  expect(methods).toHaveLength(37);
  expect(methods.filter((name) => !(name in v3.verbs))).toEqual([]);
});
