import type { Profile } from './profile.js';

/** Injection token for what the operator has chosen. */
export const JSCALENDAR_SETTINGS = Symbol('dayferry.jscalendar.settings');

/** What a listing covers that names no time: whole days of UTC around today. */
export interface ListingWindow {
  daysBack: number;
  daysAhead: number;
}

export interface JscalendarSettings {
  /** Shapes for requests that ask for none. */
  profile: Profile;
  window: ListingWindow | null;
}

export const defaultSettings: JscalendarSettings = { profile: 'strict', window: { daysBack: 100, daysAhead: 365 } };
