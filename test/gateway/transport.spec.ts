import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { rawSocket } from './raw-socket.js';

const env = { DAYFERRY_LIMIT_BODY_BYTES: '64 KiB', DAYFERRY_LIMIT_IMPORT_BYTES: '64 KiB' };
const server = await startServer({ listen: true, env });
afterAll(() => server.close());

async function raw(...parts: (string | Buffer)[]): Promise<string> {
  const socket = await rawSocket(server.url);
  for (const part of parts) socket.send(part);
  const answer = await socket.receive((text) => text.includes('\r\n\r\n'));
  socket.close();
  return answer;
}

const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

describe('header-limits, host-header, method-override: addresses and headers', () => {
  it('nobody serves get a small answer without anything of the inside', async () => {
    const answer = await server.inject({ url: '/nowhere', method: 'REPORT' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({
      error: { code: 404, message: 'There is nothing at this address.', requestId: answer.headers['x-request-id'] },
    });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    [
      '/calendar/v3/',
      'application/json; charset=UTF-8',
      '{"error":{"errors":[{"domain":"global","reason":"badRequest"',
    ],
    ['/calendar/feeds/', 'application/vnd.google.gdata.error+xml', "<errors xmlns='http://schemas.google.com/g/2005'>"],
    ['/calendar/feeds/default?alt=jsonc&v=2&x=', 'application/json; charset=UTF-8', '{"apiVersion":"2.3","error":'],
    ['/dav/', 'application/xml; charset=utf-8', '<?xml version="1.0" encoding="utf-8"?>\n<D:error'],
    ['/rest/', 'application/json; charset=utf-8', '{"error":414,"message":'],
  ])('refused for a protocol are refused in its words: %s', async (prefix, type, beginning) => {
    const answer = await server.inject({ url: prefix + 'a'.repeat(9_000), headers: { 'gdata-version': '2' } });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([414, type]);
    expect(answer.body.slice(0, beginning.length)).toBe(beginning);
  });

  it('malformed escapes are 400, with a request id, and logged', async () => {
    const answer = await server.inject('/dav/%zz?token=hidden-one');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const line = server.logs.find((text) => text.includes(String(answer.headers['x-request-id'])));
    expect(line).toContain('"status":400');
    expect(line).not.toContain('hidden-one');
  });

  it('over 8 KiB of address are 414', async () => {
    expect((await server.inject(`/x?${'a'.repeat(9_000)}`)).statusCode).toBe(414);
  });

  it('up to 8 KiB of address in one segment are taken', async () => {
    expect((await server.inject(`/${'a'.repeat(8_000)}`)).statusCode).toBe(404);
  });

  it('over 16 KiB of headers are 431', async () => {
    expect(statusOf(await raw(`GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${'x'.repeat(65_536)}\r\n\r\n`))).toBe(431);
  });

  it('two hundred headers are taken', async () => {
    const headers = Array.from({ length: 200 }, (_, i) => `X-${i}: ${i}\r\n`).join('');
    expect(statusOf(await raw(`GET /healthz/live HTTP/1.1\r\nHost: a\r\n${headers}\r\n`))).toBe(200);
  });

  it.each([
    ['with markup', 'Host: <b>\r\n'],
    ['twice', 'Host: a\r\nHost: b\r\n'],
    ['absent', ''],
  ])('a Host %s is 400', async (_, host) => {
    expect(statusOf(await raw(`GET / HTTP/1.1\r\n${host}\r\n`))).toBe(400);
  });

  it.each(['TRACE', 'CONNECT'])('%s is 405', async (method) => {
    expect(statusOf(await raw(`${method} /x HTTP/1.1\r\nHost: a\r\n\r\n`))).toBe(405);
  });

  it('an unknown method is 400', async () => {
    expect(statusOf(await raw('BREW /x HTTP/1.1\r\nHost: a\r\n\r\n'))).toBe(400);
  });

  it('forwarded headers of strangers are not believed', async () => {
    await server.inject({ url: '/nowhere', headers: { 'x-forwarded-for': '6.6.6.6', 'x-request-id': 'stranger' } });
    expect(server.logs.find((line) => line.includes('"reqId":"stranger"'))).toContain('"ip":"127.0.0.1"');
  });
});

describe('slowloris: time', () => {
  it('is bounded for headers, bodies, and connections that say nothing', () => {
    const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = server.app.getHttpServer();
    expect({ headersTimeout, requestTimeout, timeout, keepAliveTimeout }).toEqual({
      headersTimeout: 15_000,
      requestTimeout: 60_000,
      timeout: 60_000,
      keepAliveTimeout: 75_000,
    });
  });
});

describe('pipelining-flood: a crowd', () => {
  /** How many are turned away; the probe itself may say that a busy database does not answer, which is an answer. */
  const turnedAway = async (size: number): Promise<number> => {
    const answers = await Promise.all(Array.from({ length: size }, () => server.inject('/healthz/ready')));
    const others = answers.filter(({ body }) => !/"status":"(ok|the database does not answer)"/.test(body));
    expect(others.every(({ statusCode, headers }) => statusCode === 503 && headers['retry-after'])).toBe(true);
    return others.length;
  };

  it('of a thousand is served, one more is told to come back', async () => {
    expect(await turnedAway(1_000)).toBe(0);
    expect(await turnedAway(1_100)).toBe(100);
    expect(await turnedAway(1_000)).toBe(0);
  });

  it('of requests on one connection is answered in their order, and others meanwhile', async () => {
    const count = 2_000;
    const socket = await rawSocket(server.url);
    const pipelined = Array.from(
      { length: count },
      (_, i) => `GET /healthz/live HTTP/1.1\r\nHost: a\r\nX-Request-Id: n-${i}\r\n\r\n`,
    );
    socket.send(pipelined.join(''));
    const other = fetch(`${server.url}/healthz/live`);
    const answer = await socket.receive((text) => text.includes(`n-${count - 1}\r\n`));
    expect((await other).status).toBe(200);
    expect([...answer.matchAll(/x-request-id: n-(\d+)/gi)].map(([, i]) => Number(i))).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
    socket.close();
  });
});

describe('request ids', () => {
  it("are the caller's own where they are sane", async () => {
    const answer = await server.inject({ url: '/healthz/live', headers: { 'x-request-id': 'abc-123' } });
    expect(answer.headers['x-request-id']).toBe('abc-123');
  });

  it.each(['a b', '<x>', 'x'.repeat(65), ''])('are made when %j was sent', async (id) => {
    const answer = await server.inject({ url: '/healthz/live', headers: { 'x-request-id': id } });
    expect(answer.headers['x-request-id']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });
});

describe('body-too-big, gzip-bomb: bodies', () => {
  const post = (payload: Buffer | string, coding?: string) =>
    server.inject({
      url: '/nowhere',
      method: 'POST',
      payload,
      headers: { 'content-type': 'text/x-anything', ...(coding ? { 'content-encoding': coding } : {}) },
    });

  const codings = { gzip: gzipSync, 'x-gzip': gzipSync, deflate: deflateSync, br: brotliCompressSync };

  it.each(Object.entries(codings))('are taken in %s', async (coding, encode) => {
    expect((await post(encode('hello'), coding)).statusCode).toBe(404);
  });

  it.each(Object.entries(codings))('that grow past the limit are 413 in %s', async (coding, encode) => {
    expect((await post(encode(Buffer.alloc(65_537)), coding)).statusCode).toBe(413);
  });

  it('that are bombs cost little: 32 MiB from 32 KiB', { retry: 2 }, async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 1_048_576), { level: 9 });
    const before = process.memoryUsage().rss;
    expect((await post(bomb, 'gzip')).statusCode).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(16 * 1_048_576);
  });

  it.each(['zstd', 'gzip, gzip', 'x', '__proto__'])('in %s are 415, and say what is taken', async (coding) => {
    const answer = await post('hello', coding);
    expect([answer.statusCode, answer.headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br']);
  });

  it.each(Object.entries(codings))('that are cut short are 400 in %s', async (coding, encode) => {
    const whole = encode(Buffer.from('hello '.repeat(100)));
    expect((await post(whole.subarray(0, whole.length - 10), coding)).statusCode).toBe(400);
  });

  it('that are not in the coding they name are 400', async () => {
    expect((await post('hello', 'gzip')).statusCode).toBe(400);
  });

  it('over the limit are 413, by their announced length alone', async () => {
    const answer = await raw('PUT /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n');
    expect(statusOf(answer)).toBe(413);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  it('that never end are 413', async () => {
    const chunk = `4000\r\n${'x'.repeat(16_384)}\r\n`;
    const head = 'PUT /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(statusOf(await raw(head, chunk, chunk, chunk, chunk, chunk))).toBe(413);
  });
});

describe('the front page', () => {
  it('shows the four addresses and runs nothing', async () => {
    const answer = await server.inject('/');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    const style = /<style>([^]*?)<\/style>/.exec(answer.body)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(answer.headers['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
    for (const path of ['/calendar/feeds/', '/calendar/v3/', '/rest/'])
      expect(answer.body).toContain(server.url + path);
  });

  it('answers HEAD', async () => {
    const answer = await raw('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(statusOf(answer)).toBe(200);
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });
});
