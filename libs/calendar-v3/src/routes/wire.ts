import { httpDate } from '@dayferry/core';

/** A request as it came, apart from the HTTP server; also what one part of a batch is. */
export interface WireRequest {
  verb: string;
  /** Path and query as they were sent. */
  url: string;
  header: (name: string) => string | undefined;
  bytes: Uint8Array | undefined;
}

export interface WireAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  text: string | undefined;
}

const always = {
  server: 'Dayferry',
  vary: 'Origin, X-Origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};
const jsonType = { 'content-type': 'application/json; charset=UTF-8' };

/** 1.5: what answers to reads and to writes say about caching. */
export function headersOf(isRead: boolean, now: number): Record<string, string> {
  const caching: Record<string, string> = isRead
    ? { expires: httpDate(now), 'cache-control': 'private, max-age=0, must-revalidate, no-transform' }
    : {
        expires: 'Fri, 01 Jan 1990 00:00:00 GMT',
        pragma: 'no-cache',
        'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
      };
  return { ...always, ...caching };
}

export function jsonAnswer(status: number, text: string, headers: Record<string, string | string[]>): WireAnswer {
  return { status, headers: { ...headers, ...jsonType }, text };
}
