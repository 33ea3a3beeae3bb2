export { refusal } from './errors/refusal.js';
export { CaldavModule } from './caldav.module.js';
export type { AliasPaths } from './routes/alias.js';
export { CaldavEdge } from './routes/caldav-edge.js';
