import type { Count } from './log.js';
import { Counter, type Registry } from 'prom-client';

/** Counts background work; both labels come from closed sets. */
export function backgroundCount(registry: Registry): Count {
  const work = new Counter({
    name: 'dayferry_background_total',
    help: 'Pieces of background work: messages to push receivers, lots of invitations.',
    labelNames: ['work', 'outcome'],
    registers: [registry],
  });
  return (name, outcome) => work.inc({ work: name, outcome });
}
