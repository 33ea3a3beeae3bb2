import { assertLocal, civilMillis, fromUtc, invalidInput, toUtc, type TimePoint } from '@dayferry/core';

const pattern = /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/** A date or a time as the clients write them: RFC 3339, also without seconds, without offset, or the date alone. */
export interface DateValue {
  /** `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss`; fractions are cut. */
  local: string;
  /** Minutes east of UTC, when the text has an offset. */
  offset?: number;
}

/** InvalidInput for anything that is not a real date or time of the years 1 to 9999. */
export function parseDateValue(text: string, path: string): DateValue {
  const match = pattern.exec(text.trim());
  if (!match) throw invalidInput(path, `${text.slice(0, 40)} is not a date or time.`, { code: 'invalidDatetime' });
  const [, year, month, day, hour, minute, second, zone] = match;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return { local: checked(date, path) };
  // A leap second is read as the second before it.
  const local = `${date}T${hour}:${minute}:${second === '60' ? '59' : (second ?? '00')}`;
  return { local: checked(local, path), ...(zone === undefined ? {} : { offset: offsetOf(zone) }) };
}

function checked(local: string, path: string): string {
  assertLocal(local, path);
  return local;
}

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** Epoch milliseconds; what has no offset of its own is read in `zone`. */
export function instantOf(value: DateValue, zone: string): number {
  if (value.offset !== undefined) return civilMillis(value.local) - value.offset * 60_000;
  return toUtc({ local: value.local, zone: value.local.length === 10 ? null : zone }, zone);
}

/** Wall clock in `zone`; a date stays a date. */
export function pointOf(value: DateValue, zone: string, definitions?: Parameters<typeof fromUtc>[2]): TimePoint {
  if (value.local.length === 10) return { local: value.local, zone: null };
  if (value.offset === undefined) return { local: value.local, zone };
  return fromUtc(civilMillis(value.local) - value.offset * 60_000, zone, definitions);
}
