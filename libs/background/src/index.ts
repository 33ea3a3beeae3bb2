export { backgroundCount } from './background-count.js';
export type { Count, Log } from './log.js';
export { createWorker, type Worker, type WorkerOptions } from './worker.js';
