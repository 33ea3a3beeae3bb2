import type { TestServer } from '../harness/index.js';

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

/** Requests in JSON as one of the people; a body that is text is sent as it is. */
export function restClient(server: TestServer): Send {
  return async (method, url, body, { as = 'alice', headers = {} } = {}) => {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await server.inject({
      method,
      url,
      headers: { authorization: `Bearer ${server.tokens[as]}`, ...content, ...headers },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      json: () => JSON.parse(answer.body) as Body,
    };
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
