import { dateOf, dayNumber } from './days.js';

/**
 * Arithmetic on wall-clock texts, without zones. A local date-time is handled as the epoch milliseconds it would have in
 * UTC; the proleptic Gregorian calendar, years 1 to 9999.
 */

const day = 86_400_000;
const firstMillis = dayNumber(1, 1, 1) * day;
const endMillis = dayNumber(10_000, 1, 1) * day;
const two = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));

/** Epoch milliseconds of `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss` read as UTC. The text must be well-formed. */
export function civilMillis(local: string): number {
  const date = dayNumber(100 * pair(local, 0) + pair(local, 2), pair(local, 5), pair(local, 8)) * day;
  if (local.length === 10) return date;
  return date + (pair(local, 11) * 3600 + pair(local, 14) * 60 + pair(local, 17)) * 1000;
}

const zero = 48;

/** Two digits as a number. */
function pair(text: string, at: number): number {
  return 10 * (text.charCodeAt(at) - zero) + text.charCodeAt(at + 1) - zero;
}

/** `YYYY-MM-DDThh:mm:ss` of epoch milliseconds read as UTC. */
export function civilText(millis: number): string {
  return civilDate(millis) + timeText(clamped(millis));
}

export function civilDate(millis: number): string {
  const { year, month, day: date } = dateOf(Math.floor(clamped(millis) / day));
  const years = year < 1000 ? String(year).padStart(4, '0') : year;
  return `${years}-${two[month]}-${two[date]}`;
}

function clamped(millis: number): number {
  return millis < firstMillis ? firstMillis : millis >= endMillis ? endMillis - 1000 : millis;
}

/** Neighbours in a series share their time of day. */
const last = { time: -1, text: '' };

function timeText(millis: number): string {
  const time = Math.floor(millis / 1000) % 86_400;
  const seconds = time < 0 ? time + 86_400 : time;
  if (seconds === last.time) return last.text;
  last.time = seconds;
  last.text = `T${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}`;
  return last.text;
}

/** `local` moved by whole days; a date stays a date. */
export function addDays(local: string, days: number): string {
  const moved = civilMillis(local) + days * day;
  return local.length === 10 ? civilDate(moved) : civilText(moved);
}
