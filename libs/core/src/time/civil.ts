/**
 * Arithmetic on wall-clock texts, without zones. A local date-time is handled as the epoch milliseconds it would have in
 * UTC; the proleptic Gregorian calendar, years 1 to 9999.
 */

/** Epoch milliseconds of `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss` read as UTC. The text must be well-formed. */
export function civilMillis(local: string): number {
  const [year, month, day] = [+local.slice(0, 4), +local.slice(5, 7), +local.slice(8, 10)];
  const date = new Date(0);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  if (local.length === 10) return date.getTime();
  return date.getTime() + (+local.slice(11, 13) * 3600 + +local.slice(14, 16) * 60 + +local.slice(17, 19)) * 1000;
}

/** `YYYY-MM-DDThh:mm:ss` of epoch milliseconds read as UTC. */
export function civilText(millis: number): string {
  const text = new Date(millis).toISOString();
  return text.length === 24 ? text.slice(0, 19) : outOfRange(text);
}

function outOfRange(text: string): string {
  return text.startsWith('-') ? '0001-01-01T00:00:00' : '9999-12-31T23:59:59';
}

export function civilDate(millis: number): string {
  return civilText(millis).slice(0, 10);
}

/** `local` moved by whole days; a date stays a date. */
export function addDays(local: string, days: number): string {
  const moved = civilText(civilMillis(local) + days * 86_400_000);
  return local.length === 10 ? moved.slice(0, 10) : moved;
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(millis: number): number {
  return new Date(millis).getUTCDay();
}
