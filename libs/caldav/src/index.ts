export { CaldavModule } from './caldav.module.js';
export type { AliasPaths } from './routes/alias.js';
