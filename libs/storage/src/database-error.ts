import { conflict, DayferryError, unavailable } from '@dayferry/core';

interface DriverError {
  code?: string;
  errno?: number;
  message?: string;
}

const repeatableNumbers = new Set([1213, 1205, 1020, 3101, 8022, 9007]);
const brokenNumbers = new Set([1047, 1180, 2006, 2013, 1053]);
const brokenCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);

/** A statement that failed. `cause` is the driver's own error without the values that were sent. */
export class StatementError extends Error {
  constructor(
    readonly driver: DriverError,
    /** Conflict or deadlock: the whole transaction may be repeated. */
    readonly isRepeatable: boolean,
    /** The connection is of no more use. */
    readonly isBroken: boolean,
  ) {
    super(driver.message ?? 'The statement failed.');
    this.name = 'StatementError';
  }
}

/** TypeORM's error carries statement and values; neither must reach a log. */
export function readableError(error: unknown): Error {
  if (error instanceof DayferryError || error instanceof StatementError) return error;
  const driver = ((error as { driverError?: DriverError }).driverError ?? error) as DriverError;
  const conflicting = uniqueConflict(driver);
  if (conflicting) return conflicting;
  const { code = '', errno = 0, message = '' } = driver;
  const isBroken = brokenNumbers.has(errno) || brokenCodes.has(code);
  return new StatementError({ code, errno, message }, isRepeatable(code, errno), isBroken);
}

function isRepeatable(code: string, errno: number): boolean {
  return repeatableNumbers.has(errno) || code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED';
}

/** Which uniqueness a write broke, by the name of the index. */
const uniqueIndexes: [pattern: RegExp, code: string, message: string][] = [
  [/series_live_uid|series\.live_uid/, 'uid-conflict', 'Another event of this calendar has the same UID.'],
  [/series_live_name|series\.live_name/, 'name-conflict', 'Another event of this calendar has the same name.'],
  [/series_id|series\.id/, 'id-conflict', 'The requested identifier already exists.'],
  [/principal_email|principal\.email/, 'email-conflict', 'The address is taken.'],
  [/calendar_collection|calendar\.collection_hash/, 'name-conflict', 'Another calendar has the same name.'],
  [/calendar_id|calendar\.id/, 'id-conflict', 'The requested identifier already exists.'],
];

function uniqueConflict(driver: DriverError): DayferryError | null {
  const isUnique =
    driver.errno === 1062 ||
    driver.code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    driver.code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  if (!isUnique) return null;
  const found = uniqueIndexes.find(([pattern]) => pattern.test(driver.message ?? ''));
  return conflict(found?.[2] ?? 'It exists already.', { code: found?.[1] ?? 'duplicate' });
}

/** Of a table, column or index that somebody else has just made, or dropped, or a row of a migration's name. */
const twiceNumbers = new Set([1050, 1051, 1060, 1061, 1062, 1091, 1213]);

/** Whether a change of the schema failed because another process makes the same one. */
export function isDoneTwice(error: unknown): boolean {
  const {
    errno = 0,
    code = '',
    message = '',
  } = ((error as { driverError?: DriverError }).driverError ?? error) as DriverError;
  return twiceNumbers.has(errno) || code.startsWith('SQLITE_BUSY') || /already exists|duplicate column/.test(message);
}

const fullCodes = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/;

/** What a caller outside storage sees of a database in trouble: 503, never "not found". */
export function outsideError(error: unknown): unknown {
  if (!(error instanceof StatementError)) return error;
  if (fullCodes.test(error.driver.code ?? '') || error.driver.errno === 1021 || error.driver.errno === 1114) {
    return unavailable('The storage takes no changes now.', { code: 'storage-full', retryAfter: 30, cause: error });
  }
  return unavailable('The storage does not answer now.', { retryAfter: 1, cause: error });
}
