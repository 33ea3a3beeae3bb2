import type { EventSeries } from '../model/series.js';

/** Epoch milliseconds. Tests fake it. */
export type Clock = () => number;

/** Sources of identity. Tests fake them. */
export interface IdSource {
  /** Internal key: 26 characters, lower case, sorts by time (ULID). */
  key(): string;
  /** Public event id: 26 characters of base32hex. */
  eventId(): string;
  /** Random part of a calendar id. */
  calendarId(): string;
  /** Store epoch: 8 random characters. */
  epoch(): string;
  uuid(): string;
}

/** Implemented by libs/icalendar: the text CalDAV gives out, rendered once, on write. */
export interface ICalendarRenderer {
  render(series: EventSeries): string;
}
