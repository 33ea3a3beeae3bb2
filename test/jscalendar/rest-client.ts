import { expect } from 'vitest';
import type { TestServer } from '../harness/index.js';
import { checkerOf, type Check } from './described.js';

export type Body = Record<string, unknown>;

export interface Reply {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  json(): Body;
}

export interface Options {
  as?: 'alice' | 'bob' | 'carol';
  headers?: Record<string, string>;
}

export type Send = (method: string, url: string, body?: unknown, options?: Options) => Promise<Reply>;

export const home = '/rest/alice%40example.org/';
/** Alice's calendar. */
export const collection = `${home}calendar/`;

/** Requests in JSON as one of the people; a body that is text is sent as it is. Every answer is held to the description. */
export function restClient(server: TestServer): Send {
  let checker: Promise<Check> | undefined;
  return async (method, url, body, { as = 'alice', headers = {} } = {}) => {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await server.inject({
      method,
      url,
      headers: { authorization: `Bearer ${server.tokens[as]}`, ...content, ...headers },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const check = await (checker ??= checkerOf(server));
    check({
      ...{ method, url, status: answer.statusCode, text: answer.body },
      isCompat: answer.headers['x-webdav-status'] !== undefined,
      type: String(answer.headers['content-type'] ?? 'application/json'),
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      json: () => JSON.parse(answer.body) as Body,
    };
  };
}

/** Makes an object in alice's calendar; its address. */
export function creator(send: Send): (body?: unknown) => Promise<string> {
  return async (body = simple) => {
    const made = await send('POST', collection, body);
    expect(made.status, made.text).toBe(201);
    return String(made.headers.location);
  };
}

export const simple = {
  '@type': 'Event',
  title: 'Planning',
  start: '2026-11-25T10:00:00',
  timeZone: 'Europe/Berlin',
  duration: 'PT1H',
};

export const weekly = {
  ...simple,
  title: 'Weekly',
  recurrenceRules: [{ '@type': 'RecurrenceRule', frequency: 'weekly', count: 3 }],
  recurrenceOverrides: { '2026-12-02T10:00:00': { title: 'Weekly, but special' } },
};
