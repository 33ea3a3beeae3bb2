import { buildFirst } from './lib/build-first.mjs';

if (!(await buildFirst(console.error))) process.exit(1);
await import('../test/bench/main.mjs');
