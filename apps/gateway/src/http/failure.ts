import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { challenges } from '@dayferry/auth';
import { DayferryError, type ErrorKind } from '@dayferry/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf } from './refusals.js';

/** What an answer without a protocol says: its reason in a sentence, nothing of the inside. */
export interface Failure {
  status: number;
  message: string;
  headers?: Record<string, string | string[]>;
}

const statuses: Record<ErrorKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  gone: 410,
  conflict: 409,
  'precondition-failed': 412,
  'invalid-input': 400,
  'token-expired': 410,
  'too-large': 413,
  unsupported: 415,
  'rate-limited': 429,
  unavailable: 503,
};

/** Trouble of our own is 503 with Retry-After: calendar programs delete their copy, or ask for passwords, on others. */
const trouble: Failure = {
  status: 503,
  message: 'The server is in trouble; try again.',
  headers: { 'retry-after': '5' },
};

/** For errors that no protocol has answered: before a controller was reached, or escaped from one. */
export function failureOf(error: unknown): Failure {
  if (error instanceof DayferryError) return ofDayferry(error);
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  if (status === undefined || status < 400 || status >= 500) return trouble;
  return { status, message: STATUS_CODES[status] ?? 'Refused', headers: headersOf(error) };
}

function ofDayferry({ kind, message, detail }: DayferryError): Failure {
  const status = statuses[kind];
  if (kind === 'unauthenticated') return { status, message, headers: { 'www-authenticate': challenges() } };
  if (kind !== 'unavailable' && kind !== 'rate-limited') return { status, message };
  return { status, message, headers: { 'retry-after': String(detail.retryAfter ?? 5) } };
}

function statusOf(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

/** An error of our own hooks may carry headers (see content-encoding.ts). */
function headersOf(error: unknown): Failure['headers'] {
  return (error as { answerHeaders?: Record<string, string> }).answerHeaders;
}

/** Sends a failure in the shape of the protocol that was asked. */
export function answerFailure(reply: FastifyReply, { status, message, headers }: Failure): void {
  const { type, body } = refusalOf(status, message, reply.request);
  void reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers, 'content-type': type })
    .send(body);
}

/** Answers an error and, when it is our own trouble, leaves it in the log under the id that the client was given. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = failureOf(error);
  if (failure.status >= 500) request.log.error({ err: error }, 'request failed');
  if (!reply.sent) answerFailure(reply, failure);
}

/** Behind the protocols' own error paths: nothing that escapes them becomes Nest's 500. */
@Catch()
export class LastResortFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerError(exception, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
