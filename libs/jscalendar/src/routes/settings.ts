import type { ListingWindow } from './listing-window.js';
import type { Profile } from './profile.js';

/** Injection token for what the operator has chosen. */
export const JSCALENDAR_SETTINGS = Symbol('dayferry.jscalendar.settings');

export interface JscalendarSettings {
  /** Shapes for requests that ask for none. */
  profile: Profile;
  window: ListingWindow | null;
}

export const defaultSettings: JscalendarSettings = { profile: 'strict', window: { daysBack: 100, daysAhead: 365 } };
