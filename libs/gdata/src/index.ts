export { refusal } from './errors/refusal.js';
export { GdataModule } from './gdata.module.js';
export { servedFeeds } from './routes/feeds.table.js';
export { SESSION_REDIRECT } from './routes/session-redirect.js';
