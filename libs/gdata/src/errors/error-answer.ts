import { challenges } from '@dayferry/auth';
import { unavailable, DayferryError } from '@dayferry/core';
import { gd } from '../namespaces.table.js';
import type { Shape } from '../parse/request.js';
import { element, textElement } from '../render/xml.js';
import { answers, reasons } from './codes.table.js';

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  /** Text, or its UTF-8. */
  body: string | Buffer;
}

/** Every error in the form the request asks for: JSON-C, structured XML for protocol 2, plain text for protocol 1. */
export function errorAnswer(error: DayferryError, shape: Shape): Answer {
  const { status, code } = statusOf(error);
  return {
    status,
    headers: { ...headersFor(error, status), 'content-type': contentType(shape) },
    body: bodyOf(error.message, shape, { status, code, location: error.detail.path }),
  };
}

/** Whatever is not a typed error is trouble of our own; its text stays in the log. */
export function asTyped(error: unknown, requestId: string): DayferryError {
  if (error instanceof DayferryError) return error;
  return unavailable(`The service has a problem (request ${requestId}). Try again.`, { cause: error, retryAfter: 5 });
}

export function statusOf(error: DayferryError): { status: number; code: string } {
  const byKind = answers[error.kind];
  const reason = error.detail.code === undefined ? undefined : reasons[error.detail.code];
  return { status: reason?.status ?? byKind.status, code: reason?.code ?? byKind.code };
}

/** A 401 without WWW-Authenticate makes one version of the Java library fail. */
function headersFor(error: DayferryError, status: number): Record<string, string | string[]> {
  const { allow } = error.detail.info ?? {};
  const retryAfter = error.detail.retryAfter ?? (status === 503 ? 5 : undefined);
  return {
    'cache-control': 'no-store',
    ...(status === 401 ? { 'www-authenticate': challenges() } : {}),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...(allow === undefined ? {} : { allow: String(allow) }),
  };
}

export function contentType({ format, version }: Shape): string {
  if (format === 'jsonc') return 'application/json; charset=UTF-8';
  return version.major === 1 ? 'text/plain; charset=UTF-8' : 'application/vnd.google.gdata.error+xml';
}

interface Reason {
  status: number;
  code: string;
  /** The element or parameter. */
  location?: string | undefined;
}

export function bodyOf(message: string, { format, version }: Shape, reason: Reason): string {
  if (format === 'jsonc') return jsonBody(message, reason);
  return version.major === 1 ? message : xmlBody(message, reason);
}

function jsonBody(message: string, { status, code, location }: Reason): string {
  const entry = { domain: 'GData', reason: code, message, ...(location ? { location, locationType: 'other' } : {}) };
  return JSON.stringify({ apiVersion: '2.3', error: { code: status, message, errors: [entry] } });
}

/** Element order as the Java library's ErrorContent writes it. */
function xmlBody(message: string, { code, location }: Reason): string {
  const where = location ? textElement('location', location, { type: 'other' }) : '';
  const content =
    textElement('domain', 'GData') + textElement('code', code) + where + textElement('internalReason', message);
  return element('errors', { xmlns: gd }, element('error', {}, content));
}
