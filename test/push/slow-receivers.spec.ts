import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, events } from '../calendar-v3/client.js';
import { fakeClock, startServer } from '../harness/index.js';
import { startReceiver, type Receiver } from './receiver.js';

const clock = fakeClock('2026-03-01T12:00:00Z');
const server = await startServer({ clock, env: { DAYFERRY_PUSH_PRIVATE_ADDRESSES: 'allow' } });
const { worker, dependencies } = server.gateway;
const call = clientOf(server);
let receiver: Receiver;
let number = 0;
afterAll(() => server.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
  clock.advance(8 * 86_400_000);
  await dependencies.store.write((tx) => tx.removeExpiredChannels(clock()));
});

async function watch({ url }: Receiver): Promise<void> {
  const body = { id: `channel-${(number += 1)}`, type: 'web_hook', address: `${url}/hook` };
  expect((await call('POST', `${events}/watch`, { body })).status).toBe(200);
}

describe('push-slow-receiver: a receiver', () => {
  it('may send a hundred megabytes: they are not read', async () => {
    let sent = 0;
    receiver.answer = (response) => {
      response.writeHead(200);
      const more = (): void => {
        for (; sent < 100; sent += 1) {
          if (!response.write(Buffer.alloc(1_048_576))) {
            sent += 1;
            return void response.once('drain', more);
          }
        }
        response.end();
      };
      more();
    };
    await watch(receiver);
    await worker.once();
    expect(receiver.states()).toEqual(['sync 1']);
    expect(sent).toBeLessThan(100);
  });

  it('that does not answer is asked four times at once; its other channels wait, and those elsewhere do not', async () => {
    const other = await startReceiver();
    receiver.answer = (response) => void response.destroy();
    for (let i = 0; i < 20; i += 1) await watch(receiver);
    await watch(other);
    await worker.once();
    expect([receiver.received.length, other.states()]).toEqual([4, ['sync 1']]);
    await worker.once();
    expect(receiver.received).toHaveLength(4);
    receiver.answer = (response) => void response.writeHead(200).end();
    clock.advance(4_000);
    await worker.once();
    expect(new Set(receiver.received.map((headers) => headers['x-goog-channel-id'])).size).toBe(20);
    await other.close();
  });

  it('that accepts and never answers, or sends an octet now and then, has ten seconds', async () => {
    const slow = await startReceiver();
    const drips: NodeJS.Timeout[] = [];
    slow.answer = (response) => {
      response.writeHead(200);
      drips.push(setInterval(() => void response.write('.'), 1_000));
    };
    receiver.answer = () => undefined;
    const before = server.logs.length;
    await watch(receiver);
    await watch(slow);
    await worker.once();
    expect([receiver.received.length, slow.received.length]).toEqual([1, 1]);
    expect(
      server.logs
        .slice(before)
        .join('\n')
        .match(/push failed/g),
    ).toHaveLength(2);
    for (const drip of drips) clearInterval(drip);
    await slow.close();
  }, 30_000);
});
