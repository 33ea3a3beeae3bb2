import { createWorker } from '@dayferry/background';
import { afterAll, describe, expect, it } from 'vitest';
import { clientOf, events, reasonOf } from '../calendar-v3/client.js';
import { startServer } from '../harness/index.js';
import { startReceiver } from './receiver.js';

const strict = await startServer();
afterAll(() => strict.close());

describe('without leave for private networks', () => {
  it.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://0.0.0.0/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://192.168.1.1/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[2002:7f00:1::]/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://localhost/',
    'https://localhost./',
    'https://printer/',
    'https://db.internal/',
    'https://hooks.example.com:22/',
  ])('refuses %s at registration (ssrf-address)', async (address) => {
    const reply = await clientOf(strict)('POST', `${events}/watch`, { body: { id: 'x', type: 'web_hook', address } });
    expect(reasonOf(reply)).toMatch(/^400 push\.webhookUrl(NotHttps|Unauthorized)$/);
  });

  it('refuses a name that leads there when it connects: not a packet goes out', async () => {
    const receiver = await startReceiver();
    const { port } = new URL(receiver.url);
    for (const address of [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`]) {
      const allowed = await startServer({ env: { DAYFERRY_PUSH_PRIVATE_ADDRESSES: 'allow' } });
      const reply = await clientOf(allowed)('POST', `${events}/watch`, {
        body: { id: 'x', type: 'web_hook', address },
      });
      expect(reply.status).toBe(200);
      const { core, dependencies, logger } = allowed.gateway;
      const worker = createWorker({ core, store: dependencies.store, log: logger, allowsPrivateReceivers: false });
      expect(await worker.once()).toBe(1);
      expect(allowed.logs.join('\n')).toContain('is on a private network');
      await allowed.close();
    }
    expect(receiver.received).toEqual([]);
    await receiver.close();
  });
});
