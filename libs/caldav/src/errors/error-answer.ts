import type { DayferryError } from '@dayferry/core';
import { messageElement, xmlDocument } from '../render/xml-text.js';
import { xmlType, type Answer } from '../routes/exchange.js';
import { conditionElement, conditions } from './conditions.table.js';

const defaultRetry = 5;

/** Core's error in WebDAV's shape: a status, and a DAV:error that names the precondition where one exists. */
export function errorAnswer(error: DayferryError, challenges: readonly string[]): Answer {
  const condition =
    conditions[error.detail.code ?? ''] ??
    (error.kind === 'token-expired' ? conditions['valid-sync-token'] : undefined);
  const status = condition?.status ?? statusOf(error);
  const element = condition ? conditionElement(condition, error.detail.info) : '';
  return {
    status,
    headers: { 'content-type': xmlType, ...headersFor(status, error, challenges) },
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

function statusOf(error: DayferryError): number {
  switch (error.kind) {
    case 'unauthenticated':
      return 401;
    case 'forbidden':
    case 'token-expired':
      return 403;
    case 'not-found':
      return 404;
    case 'gone':
      return 410;
    case 'conflict':
      return 409;
    case 'precondition-failed':
      return 412;
    case 'invalid-input':
      return 400;
    case 'too-large':
      return error.detail.code === 'uri-too-long' ? 414 : 413;
    case 'unsupported':
      return 415;
    case 'rate-limited':
      return 429;
    case 'unavailable':
      return 503;
    default:
      return unknownKind(error.kind);
  }
}

function unknownKind(kind: never): never {
  throw new TypeError(`No status for ${String(kind)}`);
}
