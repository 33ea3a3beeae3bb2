import { DayferryError } from '@dayferry/core';
import { reasons, type ReasonName } from './reasons.table.js';

export interface FailDetail {
  message?: string;
  /** JSON pointer of the member that is wrong. */
  path?: string;
  /** Name of the query parameter or header that is wrong. */
  location?: string;
}

/** An error with a v3 reason, made by this library's own checks. */
export function fail(reason: ReasonName, { message, path, location }: FailDetail = {}): DayferryError {
  return new DayferryError(reasons[reason].kind, message ?? reasons[reason].message, {
    code: reason,
    ...(path === undefined ? {} : { path }),
    ...(location === undefined ? {} : { info: { location } }),
  });
}

/** 400 `invalid` for a member of the request's body. */
export function invalidMember(path: string, message = `Invalid value for: ${path}`): DayferryError {
  return fail('invalid', { message, path });
}

/** 400 `invalidParameter` for a query parameter. */
export function invalidParameter(name: string, message: string): DayferryError {
  return fail('invalidParameter', { message, location: name });
}
