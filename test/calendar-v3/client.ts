import { expect } from 'vitest';
import type { Person, TestServer } from '../harness/index.js';
import { faultsOf } from './schema.js';

/** Undefined ones are left out. */
export type Query = Record<string, string | number | boolean | string[] | undefined>;

export interface CallOptions {
  as?: Person | null;
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  /** Unknown members were sent on purpose. */
  isFree?: boolean;
}

/** A resource of the API, or its error envelope; members are what the test says they are. */
export type Resource = Record<string, never> & {
  id: string;
  etag: string;
  status: string;
  summary: string;
  items: Resource[];
  nextPageToken: string;
  nextSyncToken: string;
  error: { code: number; message: string; errors: { domain: string; reason: string; location?: string }[] };
};

export interface Reply {
  status: number;
  body: Resource;
  text: string;
  headers: Record<string, unknown>;
}

export type Client = (verb: string, path: string, options?: CallOptions) => Promise<Reply>;

const prefix = '/calendar/v3';

/** Speaks to a server as the official libraries do, and holds every good answer against the discovery document. */
export function clientOf(server: TestServer): Client {
  return async (verb, path, options = {}) => {
    const { as = 'alice', query = {}, body, headers = {}, isFree } = options;
    const sent = textOf(body);
    const signedIn: Record<string, string> = as ? { authorization: `Bearer ${server.tokens[as]}` } : {};
    const reply = await server.inject({
      method: verb,
      url: `${prefix}${path}${queryText(query)}`,
      headers: { ...signedIn, ...typeOf(sent), ...headers },
      payload: sent,
    });
    const parsed = (reply.body === '' ? {} : JSON.parse(reply.body)) as Resource;
    if (reply.statusCode === 200 && !isFree && query.fields === undefined) {
      expect(faultsOf(headers['x-http-method-override'] ?? verb, path, parsed)).toEqual([]);
    }
    expect(reply.statusCode, reply.body).toBeLessThan(500);
    return { status: reply.statusCode, body: parsed, text: reply.body, headers: reply.headers };
  };
}

function textOf(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

function typeOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(
      (one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`,
    ),
  );
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

export const events = '/calendars/primary/events';

/** A timed hour on this day of February 2026, in Berlin. */
export function hour(day: number, at = 10): { start: object; end: object } {
  const time = (h: number): object => ({
    dateTime: `2026-02-${String(day).padStart(2, '0')}T${String(h).padStart(2, '0')}:00:00+01:00`,
    timeZone: 'Europe/Berlin',
  });
  return { start: time(at), end: time(at + 1) };
}

export async function insert(call: Client, body: object, query: Query = {}): Promise<Resource> {
  const { status, body: event } = await call('POST', events, { body, query });
  expect(status, JSON.stringify(event)).toBe(200);
  return event;
}

/** All pages of a list, and the sync token of the last. */
export async function listAll(
  call: Client,
  query: Query = {},
  path = events,
  isFree = false,
): Promise<{ items: Resource[]; token: string; pages: number }> {
  const items: Resource[] = [];
  let page: Reply | undefined;
  let pages = 0;
  do {
    const next: string | undefined = page?.body.nextPageToken;
    page = await call('GET', path, { isFree, query: next ? { ...query, pageToken: next } : query });
    expect(page.status, page.text).toBe(200);
    items.push(...page.body.items);
    pages += 1;
  } while (page.body.nextPageToken && pages < 200);
  return { items, token: page.body.nextSyncToken, pages };
}

export function ids(items: Resource[]): string[] {
  return items.map((item) => item.id);
}

export function reasonOf({ status, body }: Reply): string {
  return `${status} ${body.error?.errors[0]?.reason}`;
}
