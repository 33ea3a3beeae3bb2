import { STATUS_CODES } from 'node:http';
import type { DayferryError, ErrorKind } from '@dayferry/core';
import type { Answer } from '../routes/exchange.js';

/** `{ error, message, code, path }` (the shape of the interface's documentation, with our members). */
export function errorText(error: DayferryError): string {
  return JSON.stringify(errorObject(error));
}

function errorObject(error: DayferryError): object {
  const { code, path } = error.detail;
  return {
    error: statusOf(error),
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(path ? { path } : {}),
  };
}

/** RFC 9457: the same with the members that every problem has. */
function problemText(error: DayferryError): string {
  const status = statusOf(error);
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail: error.message };
  return JSON.stringify({ ...problem, ...errorObject(error) });
}

/** In the interface's own form, or as application/problem+json for who accepts that. */
export function errorAnswer(error: DayferryError, challenges: readonly string[], accept = ''): Answer {
  const status = statusOf(error);
  const { retryAfter } = error.detail;
  const isProblem = /\bapplication\/problem\+json\b/i.test(accept);
  const type = isProblem ? 'problem+json' : 'json';
  const headers: Answer['headers'] = { 'content-type': `application/${type}; charset=utf-8` };
  if (status === 401) headers['www-authenticate'] = [...challenges];
  if (status === 503 || status === 429) headers['retry-after'] = String(retryAfter ?? 5);
  return { status, headers, body: isProblem ? problemText(error) : errorText(error) };
}

export function troubleAnswer(requestId: string): Answer {
  const body = { error: 503, message: `The server could not answer. Request ${requestId}.` };
  return {
    status: 503,
    headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '5' },
    body: JSON.stringify(body),
  };
}

const byCode: Record<string, number> = {
  parameter: 400,
  'bad-address': 400,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'max-resource-size': 413,
};

const statuses: Record<ErrorKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  gone: 410,
  'token-expired': 410,
  conflict: 409,
  'precondition-failed': 412,
  'invalid-input': 422,
  'too-large': 413,
  unsupported: 415,
  'rate-limited': 429,
  unavailable: 503,
};

function statusOf({ kind, detail }: DayferryError): number {
  return byCode[detail.code ?? ''] ?? statuses[kind];
}
