/** Days since 1970-01-01 and what the Gregorian calendar says of them; integer arithmetic only. */

export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

export interface YearMonthDay {
  year: number;
  month: number;
  day: number;
}

export function dateOf(number: number): YearMonthDay {
  const z = number + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(number: number): number {
  return (((number + 4) % 7) + 7) % 7;
}

export function monthLength(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function yearLength(year: number): number {
  return isLeap(year) ? 366 : 365;
}

/** The first day of week 1: the first week with at least four days in the year (RFC 5545 §3.3.10, BYWEEKNO). */
export function firstWeek(year: number, weekStart: number): number {
  const january4 = dayNumber(year, 1, 4);
  return january4 - ((weekday(january4) - weekStart + 7) % 7);
}

/** The year whose week numbering a day belongs to (the first days of January may belong to the year before). */
export function weekYearOf(number: number, weekStart: number): number {
  const { year } = dateOf(number);
  if (number >= firstWeek(year + 1, weekStart)) return year + 1;
  return number < firstWeek(year, weekStart) ? year - 1 : year;
}
