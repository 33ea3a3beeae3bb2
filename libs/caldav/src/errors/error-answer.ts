import type { DayferryError, ErrorKind } from '@dayferry/core';
import { messageElement, xmlDocument } from '../render/xml-text.js';
import { xmlType, type Answer } from '../routes/exchange.js';
import { conditionElement, conditions } from './conditions.table.js';

const defaultRetry = 5;
/** RFC 4791 §5.3.1 asks for it; caches may keep a 404 or 405 without it (RFC 9110 §15.1). */
const notKept = { 'cache-control': 'no-cache' };

/**
 * Core's error in WebDAV's shape: a status, and a DAV:error that names the precondition where one exists. `here` is what
 * the request was about.
 */
export function errorAnswer(error: DayferryError, challenges: readonly string[], here?: string): Answer {
  const condition =
    conditions[error.detail.code ?? ''] ??
    (error.kind === 'token-expired' ? conditions['valid-sync-token'] : undefined);
  const status = condition?.status ?? statusOf(error);
  const element = condition ? conditionElement(condition, error.detail.info, here) : '';
  return {
    status,
    headers: { 'content-type': xmlType, ...notKept, ...headersFor(status, error, challenges) },
    body: xmlDocument('D:error', element + messageElement(error.message)),
  };
}

/** Trouble of our own: calendar programs wait on a 503, but drop their copy on a 4xx. */
export function troubleAnswer(requestId: string): Answer {
  const message = `The server could not answer. Request ${requestId}.`;
  return {
    status: 503,
    headers: { 'content-type': xmlType, 'retry-after': String(defaultRetry) },
    body: xmlDocument('D:error', messageElement(message)),
  };
}

function headersFor(
  status: number,
  error: DayferryError,
  challenges: readonly string[],
): NonNullable<Answer['headers']> {
  if (status === 401) return { 'www-authenticate': [...challenges] };
  if (status === 503 || status === 429) return { 'retry-after': String(error.detail.retryAfter ?? defaultRetry) };
  return {};
}

const statuses: Record<ErrorKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  gone: 410,
  'token-expired': 403,
  conflict: 409,
  'precondition-failed': 412,
  'invalid-input': 400,
  'too-large': 413,
  unsupported: 415,
  'rate-limited': 429,
  unavailable: 503,
};

function statusOf({ kind, detail }: DayferryError): number {
  return detail.code === 'uri-too-long' ? 414 : statuses[kind];
}
