export { refusal } from './errors/refusal.js';
export { JscalendarModule } from './jscalendar.module.js';
export { parseEvent } from './parse/event.js';
export { renderEvent } from './render/event.js';
export { JSCALENDAR_SETTINGS, type JscalendarSettings } from './routes/settings.js';
export type { ListingWindow } from './routes/listing-window.js';
export { sharedMount } from './routes/rest.controller.js';
