import type { DayferryError, ErrorKind, Json } from '@dayferry/core';
import { coreCodes, reasons, type Reason, type ReasonName } from './reasons.table.js';

export interface ErrorAnswer {
  status: number;
  body: Json;
  /** Seconds. */
  retryAfter?: number;
}

/** The v3 error envelope; the same for every method. */
export function errorAnswer(error: DayferryError): ErrorAnswer {
  const name = reasonOf(error);
  const reason: Reason = reasons[name];
  const message = messageOf(error, name);
  const location = error.detail.info?.location ?? reason.location;
  const entry = {
    domain: reason.domain,
    reason: name === 'loginRequired' ? 'required' : name,
    message,
    ...(location === undefined ? {} : { locationType: reason.locationType ?? 'parameter', location }),
  };
  const body = { error: { errors: [entry], code: reason.status, message } };
  const { retryAfter } = error.detail;
  return { status: reason.status, body, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function reasonOf(error: DayferryError): ReasonName {
  const { code } = error.detail;
  if (code !== undefined && Object.hasOwn(reasons, code)) return code as ReasonName;
  if (code !== undefined && Object.hasOwn(coreCodes, code)) return coreCodes[code]!;
  return reasonOfKind(error.kind);
}

function reasonOfKind(kind: ErrorKind): ReasonName {
  switch (kind) {
    case 'unauthenticated':
      return 'authError';
    case 'forbidden':
      return 'forbidden';
    case 'not-found':
      return 'notFound';
    case 'gone':
      return 'deleted';
    case 'conflict':
      return 'conflict';
    case 'precondition-failed':
      return 'conditionNotMet';
    case 'invalid-input':
    case 'unsupported':
      return 'invalid';
    case 'token-expired':
      return 'fullSyncRequired';
    case 'too-large':
      return 'uploadTooLarge';
    case 'rate-limited':
      return 'rateLimitExceeded';
    case 'unavailable':
      return 'backendError';
  }
}

/** Errors of this library carry v3's own text; of core's only those that say what was wrong with the input. */
function messageOf(error: DayferryError, name: ReasonName): string {
  const isOwn = error.detail.code === name;
  const isTelling = name === 'invalid' || name === 'requiredAccessLevel' || name === 'uploadTooLarge';
  return isOwn || isTelling ? error.message : reasons[name].message;
}
