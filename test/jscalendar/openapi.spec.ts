import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { checkerOf, descriptionOf } from './described.js';
import { home, restClient, weekly } from './rest-client.js';

const server = await startServer();
const send = restClient(server);
const document = await descriptionOf(server);
afterAll(() => server.close());

describe('the description', () => {
  it('is OpenAPI 3.1 at the public address, and a page that loads nothing', async () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: `${server.url}/rest` }] });
    const page = await send('GET', '/rest/docs');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).not.toMatch(/<script|src=|https?:\/\/(?!127\.0\.0\.1)/);
    for (const path of Object.keys(document.paths)) expect(page.text).toContain(path);
  });

  it('names just what each address allows', async () => {
    const values: Record<string, string> = {
      user: 'alice%40example.org',
      collection: 'calendar',
      id: 'x',
      calendar: 'calendar',
      scope: 'default',
      link: 'a',
      tree: 'users',
      name: 'bob',
    };
    for (const [path, item] of Object.entries(document.paths)) {
      const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]!);
      const { headers } = await send('OPTIONS', `/rest${url}`);
      const described = Object.keys(item)
        .filter((name) => name !== 'parameters')
        .map((name) => name.toUpperCase());
      const allowed = String(headers.allow).split(', ');
      expect(allowed.filter((name) => name !== 'HEAD' && name !== 'OPTIONS').sort(), path).toEqual(described.sort());
    }
  });

  it('is what the other suites hold every answer to: one that it does not describe is found', async () => {
    const check = await checkerOf(server);
    const made = await send('POST', `${home}calendar/`, weekly, { headers: { prefer: 'return=representation' } });
    const good = { method: 'GET', url: String(made.headers.location), status: 200, text: made.text };
    const type = 'application/jscalendar+json;type=event;charset=utf-8';
    expect(() => check({ ...good, type })).not.toThrow();
    const { start: _start, ...broken } = made.json();
    for (const wrong of [
      { text: JSON.stringify(broken) },
      { text: JSON.stringify({ ...made.json(), priority: 'high' }) },
      { text: JSON.stringify({ ...made.json(), version: '2.0' }) },
      { status: 202 },
      { type: 'application/other+json' },
      { status: 404, type: 'application/json', text: '{"message":"no status"}' },
    ])
      expect(() => check({ ...good, type, ...wrong }), JSON.stringify(wrong).slice(0, 80)).toThrow();
  });
});
