import { describe, expect, it } from 'vitest';
import { events } from '../calendar-v3/client.js';
import { pushScene } from './push-scene.js';
import { startReceiver } from './receiver.js';

const push = await pushScene();
const { server, clock, watch } = push;
const { worker } = server.gateway;

describe('push-slow-receiver: a receiver', () => {
  it('may send a hundred megabytes: they are not read', async () => {
    let sent = 0;
    push.receiver.answer = (response) => {
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
    await watch();
    await worker.once();
    expect(push.receiver.states()).toEqual(['sync 1']);
    expect(sent).toBeLessThan(100);
  });

  it('that does not answer is asked four times at once; its other channels wait, and those elsewhere do not', async () => {
    const other = await startReceiver();
    push.receiver.answer = (response) => void response.destroy();
    for (let i = 0; i < 20; i += 1) await watch();
    await watch(events, { address: other.url });
    await worker.once();
    expect([push.receiver.received.length, other.states()]).toEqual([4, ['sync 1']]);
    await worker.once();
    expect(push.receiver.received).toHaveLength(4);
    push.receiver.answer = (response) => void response.writeHead(200).end();
    clock.advance(4_000);
    await worker.once();
    expect(new Set(push.receiver.received.map((headers) => headers['x-goog-channel-id'])).size).toBe(20);
    await other.close();
  });

  it('that accepts and never answers, or sends an octet now and then, has ten seconds', async () => {
    const slow = await startReceiver();
    const drips: NodeJS.Timeout[] = [];
    slow.answer = (response) => {
      response.writeHead(200);
      drips.push(setInterval(() => void response.write('.'), 1_000));
    };
    push.receiver.answer = () => undefined;
    const before = server.logs.length;
    await watch();
    await watch(events, { address: slow.url });
    await worker.once();
    expect([push.receiver.received.length, slow.received.length]).toEqual([1, 1]);
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
