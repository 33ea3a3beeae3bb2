export { refusal } from './errors/refusal.js';
export { CalendarV3Module } from './calendar-v3.module.js';
