import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/index.js';
import { collection, restClient } from './rest-client.js';
import { broken, person } from './rfc8984-rules.table.js';

const strict = { headers: { 'content-type': 'application/jscalendar+json' } };

const server = await startServer();
const send = restClient(server);
afterAll(() => server.close());

const event = {
  '@type': 'Event',
  uid: 'rules',
  updated: '2026-01-01T00:00:00Z',
  title: 'Rules',
  start: '2026-03-02T10:00:00',
  timeZone: 'Europe/Berlin',
  duration: 'PT1H',
};
describe('what RFC 8984 does not allow is refused, with the pointer', () => {
  it.each(broken)('§%s %s', async (_section, _name, patch, path) => {
    const answer = await send('POST', collection, { ...event, ...patch }, strict);
    expect([answer.status, answer.json()], answer.text).toEqual([
      422,
      expect.objectContaining({ error: 422, path, message: expect.any(String) as string }),
    ]);
  });

  it('§8.1 a media type that names another type of object', async () => {
    const headers = { 'content-type': 'application/jscalendar+json;type=task' };
    expect((await send('POST', collection, event, { headers })).json()).toMatchObject({ error: 422, path: '@type' });
  });

  it('§4.4.6 scheduleForceSend is acted on and never stored', async () => {
    const body = { ...event, uid: 'forced', participants: { a: { ...person, scheduleForceSend: true } } };
    const made = await send('POST', collection, body, strict);
    expect(made.status, made.text).toBe(201);
    expect((await send('GET', String(made.headers.location))).text).not.toContain('scheduleForceSend');
  });

  it('and nothing of it is stored', async () => {
    expect((await send('GET', `${collection}rules`)).status).toBe(404);
  });
});
