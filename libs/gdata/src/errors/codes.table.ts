import type { ErrorKind } from '@dayferry/core';

/** Status and GData error code of each kind of error; the codes are those of the Java library's CoreErrorDomain. */
export const answers: Record<ErrorKind, { status: number; code: string }> = {
  unauthenticated: { status: 401, code: 'authenticationRequired' },
  forbidden: { status: 403, code: 'cannotEditResource' },
  'not-found': { status: 404, code: 'ResourceNotFoundException' },
  gone: { status: 410, code: 'ResourceNotFoundException' },
  conflict: { status: 409, code: 'invalidResourceVersion' },
  'precondition-failed': { status: 412, code: 'etagsMismatch' },
  'invalid-input': { status: 400, code: 'invalidParameterValue' },
  'token-expired': { status: 410, code: 'ResourceNotFoundException' },
  'too-large': { status: 413, code: 'entityTooLarge' },
  unsupported: { status: 501, code: 'notImplemented' },
  'rate-limited': { status: 503, code: 'quotaExceeded' },
  unavailable: { status: 503, code: 'serviceUnavailable' },
};

/** Reasons inside a kind that have a status or a code of their own. */
export const reasons: Readonly<Record<string, { status?: number; code: string }>> = {
  unsupportedContentType: { status: 415, code: 'unsupportedContentType' },
  unsupportedMethod: { status: 405, code: 'cannotEditResource' },
  invalidRequestUri: { code: 'invalidRequestUri' },
  invalidRequestVersion: { code: 'invalidRequestVersion' },
  versionNotSupported: { code: 'versionNotSupported' },
  invalidAltValue: { code: 'invalidAltValue' },
  invalidMethodOverrideHeader: { code: 'invalidMethodOverrideHeader' },
  unsupportedOutputFormat: { code: 'unsupportedOutputFormat' },
  invalidFieldSelection: { code: 'invalidFieldSelection' },
  unsupportedFieldsParam: { code: 'unsupportedFieldsParam' },
  invalidPatchTarget: { code: 'invalidPatchTarget' },
  batchingNotSupported: { code: 'batchingNotSupported' },
  invalidBatchOperationType: { code: 'invalidBatchOperationType' },
  unsupportedQueryParam: { code: 'unsupportedQueryParam' },
  invalidCategoryFilter: { code: 'invalidCategoryFilter' },
  atomFormatRequired: { code: 'atomFormatRequired' },
  invalidDatetime: { code: 'invalidDatetime' },
  'invalid-time': { code: 'invalidDatetime' },
  'time-range-empty': { code: 'invalidDatetime' },
  'mixed-forms': { code: 'invalidDatetime' },
  'missing-start': { code: 'invalidDatetime' },
  invalidAttributeValue: { code: 'invalidAttributeValue' },
  invalidReminderMethod: { code: 'invalidReminderMethod' },
  invalidReminderMinutes: { code: 'invalidReminderMinutes' },
  etagRequired: { code: 'etagsUnsupported' },
  'too-many-guesses': { status: 429, code: 'quotaExceeded' },
  'uid-conflict': { code: 'uidConflict' },
};
