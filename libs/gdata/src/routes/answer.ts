import { httpDate } from '@dayferry/core';
import type { Answer } from '../errors/error-answer.js';
import type { Format } from '../parse/request.js';
import type { Call } from './call.js';

export type { Answer };

const versionHeader = { 1: '1.0', 2: '2.6' } as const;

const changing = new Set(['PUT', 'PATCH', 'DELETE']);

const vary = 'Accept, X-GData-Authorization, GData-Version';

/** Headers of the recorded answers of 2013; `Expires` is now. */
export function commonHeaders({ core, request }: Pick<Call, 'core' | 'request'>): Record<string, string> {
  return {
    'gdata-version': versionHeader[request.version.major],
    'cache-control': changing.has(request.method)
      ? 'private, max-age=0'
      : 'private, max-age=0, must-revalidate, no-transform',
    // With an `hl` that is not spoken here it counts, too.
    vary: request.header('accept-language') === undefined ? vary : `${vary}, Accept-Language`,
    expires: httpDate(core.clock()),
    'x-frame-options': 'SAMEORIGIN',
  };
}

/**
 * For browsers, whatever is answered: nothing in a feed runs there, and an address with a cookie does not travel further.
 */
export function browserHeaders(url: string): Record<string, string> {
  const isSecret = url.includes('/private-');
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    ...(isSecret ? { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' } : {}),
  };
}

export function contentType(format: Format, type: 'feed' | 'entry'): string {
  return format === 'jsonc' ? 'application/json; charset=UTF-8' : `application/atom+xml; charset=UTF-8; type=${type}`;
}

export interface Validators {
  /** With quotes, and `W/` when weak. */
  etag: string;
  /** Epoch milliseconds. */
  updated: number;
}

export function validatorHeaders({ etag, updated }: Validators): Record<string, string> {
  return { etag, 'last-modified': httpDate(updated) };
}

/** `{"apiVersion":…,"context":…,"data":…}` around ready-made data (JSON-C style guide). */
export function jsoncDocument(data: string, call: Call): string {
  const { context, prettyPrint } = call.request.query;
  const echoed = context === undefined ? '' : `"context":${JSON.stringify(context)},`;
  const text = `{"apiVersion":"2.3",${echoed}"data":${data}}`;
  return prettyPrint ? JSON.stringify(JSON.parse(text), null, 1) : text;
}
