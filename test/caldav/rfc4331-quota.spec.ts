import { expect, it } from 'vitest';
import { davServer, missing, propfind } from './dav-client.js';

const home = '/dav/calendars/alice@example.org/';

const { dav } = await davServer();

it.each([home, `${home}calendar/`])('RFC 4331 §3, §4: there is no quota in octets to tell of at %s', async (path) => {
  const { body } = await propfind(dav, path, '0', 'D:quota-available-bytes', 'D:quota-used-bytes');
  expect(missing(body)).toBe('<D:quota-available-bytes/><D:quota-used-bytes/>');
});
