import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, startServer, type TestServer } from '../harness/index.js';
import { rawSocket } from './raw-socket.js';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const status = async (path: string): Promise<number> => (await server!.inject(path)).statusCode;

describe('health', () => {
  it('has not started before it listens', async () => {
    server = await startServer();
    expect(await status('/healthz/live')).toBe(200);
    expect(await status('/healthz/startup')).toBe(503);
  });

  it('is green while it serves', async () => {
    server = await startServer({ listen: true });
    for (const probe of ['live', 'ready', 'startup']) expect(await status(`/healthz/${probe}`)).toBe(200);
  });

  it('is alive but not ready while the database is gone', async () => {
    server = await startServer();
    const { store } = server.gateway.dependencies;
    const { ping } = store;
    store.ping = () => Promise.reject(new Error('gone'));
    expect([await status('/healthz/live'), await status('/healthz/ready')]).toEqual([200, 503]);
    store.ping = ping;
    expect(await status('/healthz/ready')).toBe(200);
  });
});

describe('metrics', () => {
  it('count answers by protocol, method and class, on a port of their own', async () => {
    const port = await freePort();
    server = await startServer({ listen: true, env: { DAYFERRY_METRICS_PORT: String(port) } });
    await fetch(`${server.url}/calendar/v3/${'x'.repeat(100)}`, { method: 'DELETE' });
    await fetch(`${server.url}/nowhere`);
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toMatch(/dayferry_http_requests_total\{protocol="v3",method="DELETE",status="4xx"\} 1/);
    expect(text).toMatch(/dayferry_http_requests_total\{protocol="other",method="GET",status="4xx"\} 1/);
    expect(text).toContain('dayferry_build_info{version="');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toContain('xxxx');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    expect(await status('/metrics')).toBe(404);
  });
});

describe('shutdown', () => {
  it('finishes a request that is under way, and takes no other', async () => {
    server = await startServer({ listen: true });
    const socket = await rawSocket(server.url);
    const begun = once(server.app.getHttpServer(), 'request');
    socket.send('POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello');
    await begun;
    const { url, close } = server;
    server = undefined;
    const closing = close();
    const isOpen = () =>
      fetch(`${url}/healthz/live`).then(
        () => true,
        () => false,
      );
    await expect.poll(isOpen, { timeout: 10_000 }).toBe(false);
    socket.send('world');
    expect(await socket.receive()).toMatch(/^HTTP\/1.1 404 /);
    await closing;
  });

  it('does not wait for connections that are idle', async () => {
    server = await startServer({ listen: true });
    const socket = await rawSocket(server.url);
    socket.send('GET /healthz/live HTTP/1.1\r\nHost: a\r\n\r\n');
    await socket.receive((text) => text.includes('"ok"'));
    // An idle connection would live for 75 s: the test would run out of time.
    await server.close();
    server = undefined;
    expect(await socket.receive()).toContain('"ok"');
  });
});
