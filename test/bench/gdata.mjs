import { besideBare } from './beside-bare.mjs';
import { gdataPhases } from './gdata-phases.table.mjs';

// The Calendar Data API v2 on a calendar of 2,500 events: `npm run bench -- gdata`. CPU of the server a request, beside a
// bare route.
await besideBare({
  size: Number(process.env.BENCH_EVENTS ?? 2500),
  port: 18_088,
  prepare: (data) => data,
  phases: gdataPhases,
});
