#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);

// In a clone that nobody has built. What it builds is told on the error output.
if (!existsSync(main)) {
  const { buildFirst } = await import('../../../scripts/lib/build-first.mjs');
  if (!(await buildFirst(console.error))) process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(main.href);
