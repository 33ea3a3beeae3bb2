import { invalidInput } from '../errors.js';
import type { TimePoint } from '../model/time-point.js';
import { civilMillis, civilText } from './civil.js';

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2}))?$/;

/** InvalidInput unless `local` is a real date or date-time of the years 1 to 9999 (second 60 is read as 59 elsewhere). */
export function assertLocal(local: string, path: string): void {
  const match = pattern.exec(local);
  if (!match || match[1] === '0000' || !isReal(local)) {
    throw invalidInput(path, `${local.slice(0, 40)} is not a date or date-time of the years 1 to 9999.`, {
      code: 'invalid-time',
    });
  }
}

function isReal(local: string): boolean {
  return civilText(civilMillis(local)).slice(0, local.length) === local;
}

export function assertTimePoint(point: TimePoint, path: string): void {
  assertLocal(point.local, path);
}
