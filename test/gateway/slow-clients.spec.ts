import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startServer } from '../harness/index.js';
import { rawSocket, type RawSocket } from './raw-socket.js';

/** hostile-inputs: slowloris. The times are short here; transport.spec.ts has those that are in force otherwise. */
const server = await startServer({
  listen: true,
  env: { DAYFERRY_HEADERS_TIMEOUT: '1', DAYFERRY_REQUEST_TIMEOUT: '2', DAYFERRY_KEEP_ALIVE_TIMEOUT: '1' },
});
afterAll(() => server.close());

const connections = (): Promise<number> =>
  promisify(server.app.getHttpServer().getConnections).call(server.app.getHttpServer());

/** Sends an octet now and then until the server has had enough; everybody else is served meanwhile. */
async function dribble(socket: RawSocket): Promise<string> {
  let isOpen = true;
  const answer = socket.receive().finally(() => (isOpen = false));
  while (isOpen) {
    socket.send('a');
    expect((await fetch(`${server.url}/healthz/live`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return answer;
}

describe.concurrent('slowloris: closed by the server, while others are served', () => {
  it('is who never comes to the end of the headers', async () => {
    const socket = await rawSocket(server.url);
    socket.send('GET /healthz/live HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    expect(await dribble(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is who never comes to the end of the body', async () => {
    const socket = await rawSocket(server.url);
    socket.send(
      'PUT /dav/calendars/alice@example.org/calendar/a.ics HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n',
    );
    expect(await dribble(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is who never reads the answers', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('GET /discovery/v1/apis/calendar/v3/rest HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(200));
    expect(await connections()).toBeGreaterThan(0);
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 20_000 });
    expect((await fetch(`${server.url}/healthz/live`)).status).toBe(200);
    socket.destroy();
  });

  it('is who says nothing at all', async () => {
    const socket = await rawSocket(server.url);
    expect(await socket.receive()).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });
});
