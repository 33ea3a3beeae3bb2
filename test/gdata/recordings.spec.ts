import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../harness/index.js';
import { namesIn } from './gdata-client.js';

interface Exchange {
  request: { line: string; headers: [string, string][]; body: string };
  response: { status: string; headers: [string, string][]; body: string };
}

/** Without those that were redirected to an address with a session: their requests were sent again, and are the next ones. */
function exchanges(name: string): Exchange[] {
  const url = new URL(`../fixtures/gdata/traces/${name}.json`, import.meta.url);
  const all = JSON.parse(readFileSync(url, 'utf8')) as Exchange[];
  return all.filter(({ response }) => !response.status.includes('302'));
}

const unseen = '"EEUCQQRBdyp7JGA6WhNS"';

const sent = new Set(['gdata-version', 'content-type', 'accept-encoding', 'if-match']);

/** What the recordings call their calendars and entries, and what these are called here. */
type Names = Map<string, string>;

function named(text: string, names: Names): string {
  return [...names].reduce((all, [theirs, ours]) => all.replaceAll(theirs, ours), text);
}

async function replay(server: TestServer, { request }: Exchange, names: Names) {
  const [method, url] = request.line.split(' ');
  const headers = Object.fromEntries(
    request.headers
      .filter(([name]) => sent.has(name.toLowerCase()))
      .map(([name, value]) => [name.toLowerCase(), named(value, names)])
      // Of a version that no recorded answer has: something changed the event in between.
      .map(([name, value]) => (name === 'if-match' && value === unseen ? [name, '*'] : [name, value])),
  );
  return server.inject({
    method,
    url: named(url!, names),
    headers: { ...headers, 'accept-encoding': 'identity', authorization: `Bearer ${server.tokens.alice}` },
    ...(request.body ? { payload: named(request.body, names) } : {}),
  });
}

/** Ids and ETags of the entries, those of a batch by its own ids. */
function learn(theirs: string, ours: string, names: Names): void {
  const known = entriesOf(ours);
  for (const [key, entry] of entriesOf(theirs)) {
    for (const pattern of [/<id>[^<]*\/([^<]*)<\/id>/, /gd:etag='([^']*)'/]) {
      const [, was] = pattern.exec(entry) ?? [];
      const [, is] = pattern.exec(known.get(key) ?? '') ?? [];
      if (was && is) names.set(was, is).set(was.replaceAll('&quot;', '"'), is.replaceAll('&quot;', '"'));
    }
  }
}

function entriesOf(xml: string): Map<string, string> {
  const entries = xml.match(/<entry[^]*?<\/entry>/g) ?? [];
  return new Map(entries.map((entry, i) => [/<batch:id>([^<]*)/.exec(entry)?.[1] ?? String(i), entry]));
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

function headerOf({ response }: Exchange, wanted: string): string | undefined {
  return response.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

const same = ['content-type', 'gdata-version', 'cache-control', 'vary', 'x-content-type-options', 'x-frame-options'];

const batchLink = /^\{[^}]*\}feed\/\{[^}]*\}link/;

/** In an order in which each finds what it is about. */
const story = [
  'setup-temp-calendar',
  'setup-temp-calendar-acls',
  'access-rule-get',
  'query-all-calendars',
  'query-own-calendars',
  'access-rule-update',
  'access-rule-delete',
  'access-rule-insert',
  'teardown-temp-calendar-acls',
  'setup-query-calendars',
  'teardown-query-calendars',
  'query-events',
  'setup-query-events',
  'teardown-query-events',
  'event-insert',
  'teardown-insert-event',
  'batch',
  'teardown-temp-calendar',
];

describe('recorded exchanges of 2013', () => {
  let server: TestServer;
  const names: Names = new Map();
  beforeAll(async () => void (server = await startServer()));
  afterAll(() => server.close());

  it.each(story)('%s', async (name) => {
    for (const exchange of exchanges(name)) {
      const answer = await replay(server, exchange, names);
      expect(answer.statusCode, answer.body).toBe(Number(exchange.response.status.split(' ')[1]));
      for (const wanted of headerNames(exchange)) expect(Object.keys(answer.headers), wanted).toContain(wanted);
      for (const header of same.filter((header) => headerOf(exchange, header) !== undefined))
        expect(answer.headers[header], header).toBe(headerOf(exchange, header));
      if (exchange.response.body === '') continue;
      expect(answer.body).toContain("<?xml version='1.0' encoding='UTF-8'?>");
      // Answers to batches have links, as the guide prints them; the recorded ones have none.
      const isBatch = exchange.request.line.includes('/batch');
      const ours = namesIn(answer.body).filter((path) => !isBatch || !batchLink.test(path));
      expect(ours).toEqual(namesIn(exchange.response.body));
      if (exchange.request.line.startsWith('POST')) learn(exchange.response.body, answer.body, names);
    }
  });

  it('batch-async', async () => {
    // It asks for an event whose insertion was not recorded.
    const [insert] = exchanges('batch');
    learn(insert!.response.body, (await replay(server, insert!, names)).body, names);
    const [query] = exchanges('batch-async');
    names.set('ahv0vd4ntonr8vjf2skp7a3l34', names.get('86gfb05as8mshg1642j3uajt4g')!);
    const { body } = await replay(server, query!, names);
    expect(namesIn(body).filter((path) => !batchLink.test(path))).toEqual(namesIn(query!.response.body));
  });

  it('event-insert: the same element order and values, with our names in the place of theirs', async () => {
    const [exchange] = exchanges('event-insert');
    const { body } = await replay(server, exchange!, names);
    const tags = (xml: string): string[] => [...xml.matchAll(/<([\w:]+)/g)].map((match) => match[1]!);
    expect(tags(body)).toEqual(tags(exchange!.response.body));
    expect(body).toContain(
      "<gd:when endTime='2009-04-17T19:00:00.000+02:00' startTime='2009-04-17T17:00:00.000+02:00'/>",
    );
    expect(body).toContain(
      "<gd:who email='alice@example.org' rel='http://schemas.google.com/g/2005#event.organizer' valueString='Alice Adler'/>",
    );
    expect(body).toContain("<gCal:guestsCanSeeGuests value='false'/><gCal:sequence value='0'/>");
  });
});
