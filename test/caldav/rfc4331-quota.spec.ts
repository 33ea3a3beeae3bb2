import { afterAll, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { davClient, missing, propfind } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';

const server = await startServer();
const dav = davClient(server);
afterAll(() => server.close());

it.each([home, `${home}calendar/`])('RFC 4331 §3, §4: there is no quota in octets to tell of at %s', async (path) => {
  const { body } = await propfind(dav, path, '0', 'D:quota-available-bytes', 'D:quota-used-bytes');
  expect(missing(body)).toBe('<D:quota-available-bytes/><D:quota-used-bytes/>');
});
