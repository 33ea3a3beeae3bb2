import { afterAll, afterEach, beforeEach } from 'vitest';
import { clientOf, events, type Reply } from '../calendar-v3/client.js';
import { fakeClock, startServer, type FakeClock, type TestServer } from '../harness/index.js';
import { startReceiver, type Receiver } from './receiver.js';

export interface PushScene {
  server: TestServer;
  clock: FakeClock;
  call: ReturnType<typeof clientOf>;
  /** Of this test alone. */
  readonly receiver: Receiver;
  /** A channel to the receiver, or to the address in `more`. */
  watch(path?: string, more?: object, as?: 'alice' | 'bob'): Promise<Reply>;
}

/** A server that may push to loopback, with a clock of its own; each test begins with a new receiver and no channels. */
export async function pushScene(): Promise<PushScene> {
  const clock = fakeClock('2026-03-01T12:00:00Z');
  const server = await startServer({ clock, env: { DAYFERRY_PUSH_PRIVATE_ADDRESSES: 'allow' } });
  const call = clientOf(server);
  let receiver: Receiver;
  let number = 0;
  afterAll(() => server.close());
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  // What is left of a test must not be delivered in the next.
  afterEach(async () => {
    await receiver.close();
    clock.advance(8 * 86_400_000);
    await server.gateway.dependencies.store.write((tx) => tx.removeExpiredChannels(clock()));
  });
  return {
    ...{ server, clock, call },
    get receiver() {
      return receiver;
    },
    watch: (path = events, more = {}, as = 'alice') => {
      const id = `channel-${(number += 1)}`;
      const body = { id, type: 'web_hook', address: `${receiver.url}/hook`, ...more };
      return call('POST', `${path}/watch`, { body, as });
    },
  };
}
