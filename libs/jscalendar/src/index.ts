export { refusal } from './errors/refusal.js';
export { JscalendarModule } from './jscalendar.module.js';
export { parseEvent } from './parse/event.js';
export { renderEvent } from './render/event.js';
export { JSCALENDAR_SETTINGS, type JscalendarSettings, type ListingWindow } from './routes/settings.js';
export { sharedMount } from './routes/rest.controller.js';
