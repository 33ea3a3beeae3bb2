import { createToken } from '@dayferry/auth';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { clientOf, events, hour, insert, reasonOf, type Reply } from './client.js';

const server = await startServer();
const call = clientOf(server);
await insert(call, { ...hour(2), id: 'first', summary: 'One' });
afterAll(() => server.close());

interface Part {
  id?: string;
  request: string;
}

const http = (line: string, headers: string[] = [], body = ''): string => [line, ...headers, '', body].join('\r\n');
const get = (path: string): string => http(`GET /calendar/v3${path} HTTP/1.1`);

function multipart(parts: Part[], boundary = 'b', end = '\r\n'): string {
  const texts = parts.map(({ id, request }) =>
    [`--${boundary}`, 'Content-Type: application/http', ...(id ? [`Content-ID: ${id}`] : []), '', request, ''].join(
      end,
    ),
  );
  return `${texts.join('')}--${boundary}--${end}`;
}

interface Sent {
  path?: string;
  type?: string;
  headers?: Record<string, string>;
  verb?: string;
}

async function send(payload: string, options: Sent = {}): Promise<Reply & { parts: Answer[] }> {
  const { path = '/batch/calendar/v3', type = 'multipart/mixed; boundary=b', verb = 'POST' } = options;
  const reply = await server.inject({
    method: verb,
    url: path,
    payload,
    headers: { authorization: `Bearer ${server.tokens.alice}`, 'content-type': type, ...options.headers },
  });
  const isGood = reply.statusCode === 200;
  const body = isGood ? {} : JSON.parse(reply.body || '{}');
  const parts = isGood ? answersIn(reply.body, String(reply.headers['content-type'])) : [];
  return { status: reply.statusCode, body, text: reply.body, headers: reply.headers, parts };
}

interface Answer {
  id: string | undefined;
  status: number;
  head: string;
  body: { summary?: string; id?: string; error?: { code: number; errors: { reason: string }[] } };
}

function answersIn(text: string, type: string): Answer[] {
  const boundary = /boundary=(\S+)/.exec(type)![1]!;
  expect(text.endsWith(`--${boundary}--\r\n`)).toBe(true);
  return text
    .split(`--${boundary}\r\n`)
    .slice(1)
    .map((part) => {
      const [outer, head, ...rest] = part.split('\r\n\r\n') as [string, string, ...string[]];
      const body = rest.join('\r\n\r\n').split(`\r\n--${boundary}--`)[0]!.trim();
      const length = /content-length: (\d+)/i.exec(head)?.[1];
      if (length) expect(Buffer.byteLength(rest[0]!.replace(/\r\n(--.*)?$/s, ''))).toBe(Number(length));
      return {
        id: /^content-id: (.*)$/im.exec(outer)?.[1],
        status: Number(/^HTTP\/1\.1 (\d+) /.exec(head)![1]),
        head,
        body: body === '' ? {} : JSON.parse(body),
      };
    });
}

describe('v3-batch: batch', () => {
  it('answers each call in order, with its id back exactly', async () => {
    const ids = ['<a1>', '<0f2e-uuid + 1>', 'plain', '<b>'];
    const json = JSON.stringify({ ...hour(3), summary: 'Größe' });
    const { parts } = await send(
      multipart([
        { id: ids[0]!, request: get(`${events}/first`) },
        { id: ids[1]!, request: get(`${events}/nothere`) },
        { id: ids[2]!, request: http(`POST /calendar/v3${events} HTTP/1.1`, ['Content-Type: application/json'], json) },
        { id: ids[3]!, request: http(`DELETE /calendar/v3${events}/nothere2`) },
        { request: get(`${events}/first?fields=summary&prettyPrint=false`) },
      ]),
    );
    expect(parts.map(({ id }) => id)).toEqual([
      '<response-a1>',
      '<response-0f2e-uuid + 1>',
      'response-plain',
      '<response-b>',
      undefined,
    ]);
    expect(parts.map(({ status }) => status)).toEqual([200, 404, 200, 404, 200]);
    expect(parts[0]!.head).toMatch(/^ETag: ".+"$/m);
    expect(parts[2]!.body.summary).toBe('Größe');
    expect(parts[4]!.body).toEqual({ summary: 'One' });
  });

  it('answers at /batch too, where a Node batching library posts', async () => {
    const { parts } = await send(multipart([{ request: get('/users/me/calendarList') }]), { path: '/batch' });
    expect(parts[0]!.status).toBe(200);
  });

  it('takes what real clients send', async () => {
    const python = '===============7330845974216740156==';
    const quoted = { type: `multipart/mixed; boundary="${python}"` };
    const part = http(`GET /calendar/v3${events}/first?alt=json HTTP/1.1`, ['MIME-Version: 1.0', 'Host: x', '']);
    const asPython = await send(multipart([{ id: '<u + 1>', request: part }], python), quoted);
    expect(asPython.parts[0]!.status).toBe(200);
    const lineFeeds = multipart([{ request: get(`${events}/first`).replaceAll('\r', '') }], 'b', '\n');
    expect((await send(`\n${lineFeeds}`)).parts[0]!.status).toBe(200);
    const body = JSON.stringify({ summary: 'Two' });
    const odd = `PATCH /calendar/v3${events}/first\r\n0: accept-encoding,gzip\r\nno header at all\r\n\r\n${body}\r\n\r\n\r\n`;
    expect((await send(`preamble\r\n${multipart([{ request: odd }])}`)).parts[0]!.body.summary).toBe('Two');
    const override = http(`POST /calendar/v3${events}/first`, ['X-HTTP-Method-Override: PATCH'], '{"summary":"One"}');
    expect((await send(multipart([{ request: override }]))).parts[0]!.body.summary).toBe('One');
    const folded = `--b\r\nContent-Transfer-Encoding: binary\r\ncontent-type: application/http\r\n\r\n\r\n${get('/colors')}\r\n--b--`;
    expect((await send(folded)).parts[0]!.status).toBe(200);
  });

  it('each part is authorised by itself; the outer sign-in counts for those without one', async () => {
    const user = (await server.core.directory.byEmail('alice@example.org'))!;
    const readOnly = { name: 'reads', scopes: ['calendar.readonly'] };
    const { secret } = await createToken(server.gateway.dependencies, user, readOnly);
    const { parts } = await send(
      multipart([
        {
          request: http(`GET /calendar/v3/users/me/calendarList/primary`, [
            `Authorization: Bearer ${server.tokens.bob}`,
          ]),
        },
        { request: get('/users/me/calendarList/primary') },
        { request: http(`DELETE /calendar/v3${events}/first`, [`Authorization: Bearer ${secret}`]) },
        { request: http(`GET /calendar/v3${events}/first`, ['Authorization: Bearer wrong']) },
        { request: http(`GET /calendar/v3${events}/first?access_token=${server.tokens.bob}`) },
      ]),
    );
    expect(parts.map(({ status, body }) => body.id ?? `${status} ${body.error?.errors[0]?.reason}`)).toEqual([
      'bob@example.org',
      'alice@example.org',
      '403 insufficientPermissions',
      '401 authError',
      'first',
    ]);
    const nobody = await send(multipart([{ request: get(`${events}/first`) }]), { headers: { authorization: '' } });
    expect(nobody.parts[0]!.status).toBe(401);
  });

  it('outer parameters and headers count for parts without their own', async () => {
    const { parts } = await send(
      multipart([
        { request: get(`${events}/first`) },
        { request: get(`${events}/first?fields=id`) },
        { request: http(`GET /calendar/v3${events}/first`, ['If-None-Match: "other"']) },
      ]),
      { path: '/batch/calendar/v3?fields=summary', headers: { 'if-none-match': '*' } },
    );
    expect(parts.map(({ status, body }) => [status, body])).toEqual([
      [304, {}],
      [304, {}],
      [200, { summary: 'One' }],
    ]);
  });

  it('reaches this API only: no other host, no other path, no batch inside', async () => {
    const lines = [
      'GET http://169.254.169.254/calendar/v3/colors HTTP/1.1',
      'GET //evil.example/calendar/v3/colors HTTP/1.1',
      'GET /metrics HTTP/1.1',
      'GET /calendar/v3/../../healthz/live HTTP/1.1',
      'POST /batch/calendar/v3 HTTP/1.1',
      'nonsense',
      '',
    ];
    const { parts } = await send(multipart(lines.map((line) => ({ request: http(line) }))));
    expect(parts.map(({ status }) => status)).toEqual([400, 400, 404, 404, 400, 400, 400]);
  });

  it('takes a thousand calls and not one more', async () => {
    const calls = (count: number) => multipart(Array.from({ length: count }, () => ({ request: get('/colours') })));
    expect((await send(calls(1_000))).parts).toHaveLength(1_000);
    const more = await send(calls(1_001));
    expect(reasonOf(more)).toBe('400 badRequest');
  });

  it.each([
    ['no boundary', 'multipart/mixed', multipart([])],
    ['another type', 'application/json', '{}'],
    ['a form', 'multipart/form-data; boundary=b', multipart([])],
    ['an endless boundary', `multipart/mixed; boundary=${'x'.repeat(300)}`, multipart([])],
    ['no last boundary', 'multipart/mixed; boundary=b', '--b\r\n\r\nGET /calendar/v3/colors\r\n\r\n'],
    ['another boundary', 'multipart/mixed; boundary=c', multipart([{ request: get('/colors') }])],
    ['nothing', 'multipart/mixed; boundary=b', ''],
  ])('refuses %s', async (_name, type, payload) => {
    expect(reasonOf(await send(payload, { type }))).toBe('400 badRequest');
  });

  it('is a POST; browsers may ask first', async () => {
    expect((await send('', { verb: 'GET' })).status).toBe(405);
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    const asked = await send('', { verb: 'OPTIONS', headers });
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, 'https://app.example']);
  });

  it('a body of delimiters alone is read in one pass', async () => {
    const near = '--a'.repeat(300_000);
    expect((await send(`${near}\r\n`, { type: 'multipart/mixed; boundary=aa' })).status).toBe(400);
  });
});

describe('discovery', () => {
  const read = (url: string) => server.inject({ method: 'GET', url });

  it('describes the API with this server’s address, for everybody', async () => {
    const reply = await read('/discovery/v1/apis/calendar/v3/rest');
    expect(reply.json()).toMatchObject({
      id: 'calendar:v3',
      rootUrl: `${server.url}/`,
      baseUrl: `${server.url}/calendar/v3/`,
      servicePath: 'calendar/v3/',
      batchPath: 'batch/calendar/v3',
    });
    expect(Object.keys(reply.json().resources)).toHaveLength(8);
    for (const url of ['/$discovery/rest?version=v3', '/$discovery/rest?version=v3&labels=PREVIEW'])
      expect((await read(url)).body).toBe(reply.body);
  });

  it('lists it among the APIs', async () => {
    const [whole, named, other] = [
      await read('/discovery/v1/apis'),
      await read('/discovery/v1/apis?name=calendar&preferred=true'),
      await read('/discovery/v1/apis?name=drive'),
    ];
    expect(whole.json()).toMatchObject({ kind: 'discovery#directoryList', items: [{ id: 'calendar:v3' }] });
    expect(whole.json().items[0].discoveryRestUrl).toBe(`${server.url}/discovery/v1/apis/calendar/v3/rest`);
    expect(named.json().items).toHaveLength(1);
    expect(other.json().items).toEqual([]);
  });
});
