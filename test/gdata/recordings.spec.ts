import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { addCalendar, namesIn } from './gdata-client.js';

interface Exchange {
  request: { line: string; headers: [string, string][]; body: string };
  response: { status: string; headers: [string, string][]; body: string };
}

/** The exchange after the session redirect. */
function recording(name: string): Exchange {
  const url = new URL(`../fixtures/gdata/traces/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as Exchange[]).at(-1)!;
}

const sent = new Set(['gdata-version', 'content-type', 'accept-encoding']);

async function replay(server: TestServer, { request }: Exchange, calendar = '') {
  const [method, url] = request.line.split(' ');
  const headers = Object.fromEntries(
    request.headers
      .filter(([name]) => sent.has(name.toLowerCase()))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  return server.inject({
    method,
    url: url!.replace(/feeds\/[^/]*group\.calendar\.google\.com/, `feeds/${calendar}`),
    headers: { ...headers, 'accept-encoding': 'identity', authorization: `Bearer ${server.tokens.alice}` },
    ...(request.body ? { payload: request.body } : {}),
  });
}

/** Google's own: cookies and what its front end added. */
const foreign = new Set([
  'update-client-auth',
  'set-cookie',
  'date',
  'server',
  'transfer-encoding',
  'x-xss-protection',
]);

function headerNames({ response }: Exchange): string[] {
  return [...new Set(response.headers.map(([name]) => name.toLowerCase()))].filter((name) => !foreign.has(name));
}

function header({ response }: Exchange, wanted: string): string | undefined {
  return response.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

describe('recorded exchanges of 2013', () => {
  let server: TestServer;
  let secondary: string;
  beforeAll(async () => {
    server = await startServer();
    secondary = encodeURIComponent(await addCalendar(server, 'alice', { title: 'Temp Test Calendar' }));
  });
  afterAll(() => server.close());

  it.each([
    'query-events',
    'query-all-calendars',
    'query-own-calendars',
    'event-insert',
    'access-rule-insert',
    'access-rule-get',
  ])('%s', async (name) => {
    const exchange = recording(name);
    const answer = await replay(server, exchange, secondary);
    expect(answer.body).toContain("<?xml version='1.0' encoding='UTF-8'?>");
    expect(answer.statusCode).toBe(Number(exchange.response.status.split(' ')[1]));
    for (const wanted of headerNames(exchange)) expect(Object.keys(answer.headers), wanted).toContain(wanted);
    for (const same of [
      'content-type',
      'gdata-version',
      'cache-control',
      'vary',
      'x-content-type-options',
      'x-frame-options',
    ]) {
      expect(answer.headers[same], same).toBe(header(exchange, same));
    }
    expect(namesIn(answer.body)).toEqual(namesIn(exchange.response.body));
  });

  it('event-insert: the same element order and values, with our names in the place of theirs', async () => {
    const exchange = recording('event-insert');
    const { body } = await replay(server, exchange);
    const tags = (xml: string): string[] => [...xml.matchAll(/<([\w:]+)/g)].map((match) => match[1]!);
    expect(tags(body)).toEqual(tags(exchange.response.body));
    expect(body).toContain(
      "<gd:when endTime='2009-04-17T19:00:00.000+02:00' startTime='2009-04-17T17:00:00.000+02:00'/>",
    );
    expect(body).toContain(
      "<gd:who email='alice@example.org' rel='http://schemas.google.com/g/2005#event.organizer' valueString='Alice Adler'/>",
    );
    expect(body).toContain("<gCal:guestsCanSeeGuests value='false'/><gCal:sequence value='0'/>");
  });
});
