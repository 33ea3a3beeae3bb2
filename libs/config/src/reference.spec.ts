import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configurationPage } from './index.js';

const page = new URL('../../../docs/configuration.md', import.meta.url);

it('docs/configuration.md says what the table says', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(page, configurationPage());
  expect(readFileSync(page, 'utf8')).toBe(configurationPage());
});
