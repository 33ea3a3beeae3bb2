import { requireNode } from './lib/node-version.mjs';

requireNode();
const { buildFirst } = await import('./lib/build-first.mjs');
const { runGateway } = await import('./lib/gateway.mjs');

if (await buildFirst(console.log)) {
  console.log('Starting …');
  process.exitCode = await runGateway(process.argv.slice(2));
} else {
  process.exitCode = 1;
}
