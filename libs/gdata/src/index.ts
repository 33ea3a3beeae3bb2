export { refusal } from './errors/refusal.js';
export { GdataModule } from './gdata.module.js';
export { SESSION_REDIRECT } from './routes/session-redirect.js';
