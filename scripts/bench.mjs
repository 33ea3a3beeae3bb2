import { buildFirst } from './lib/build-first.mjs';

if (!(await buildFirst(console.error))) process.exit(1);
// `npm run bench -- caldav`: just that one; without a name all.
const wanted = process.argv.slice(2);
for (const name of ['main', 'engine', 'calendar', 'caldav', 'v3', 'gdata', 'jscalendar'])
  if (wanted.length === 0 || wanted.includes(name)) await import(`../test/bench/${name}.mjs`);
