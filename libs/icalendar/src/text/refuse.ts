import { invalidInput, type DayferryError } from '@dayferry/core';

const codes = [
  'valid-calendar-data',
  'valid-calendar-object-resource',
  'supported-calendar-component',
  'max-resource-size',
  'max-attendees-per-instance',
  'max-alarms',
  'max-instances',
  'min-date-time',
  'max-date-time',
] as const;

/** RFC 4791 §5.3.2.1 preconditions, as `detail.code`. */
export type ObjectPrecondition = (typeof codes)[number];

export const preconditions: ReadonlySet<string> = new Set(codes);

export function refusal(code: ObjectPrecondition, reason: string, path = ''): DayferryError {
  return invalidInput(path, reason, { code });
}
