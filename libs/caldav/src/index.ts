export { CaldavModule } from './caldav.module.js';
