import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire between the server and its database that can be cut, or go quiet. */
export interface Link {
  /** The database's address, by way of the wire. */
  url: string;
  /** Ends all connections and takes no new one. */
  cut(): void;
  /** Keeps the connections and passes nothing on. */
  stall(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function linkTo(database: string): Promise<Link> {
  const target = new URL(database);
  const sockets = new Set<Socket>();
  let state: 'up' | 'cut' | 'stalled' = 'up';
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (state === 'up') to.write(chunk);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    const far = connect(Number(target.port || 3306), target.hostname);
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(database);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const endAll = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.href,
    cut() {
      state = 'cut';
      endAll();
    },
    stall: () => void (state = 'stalled'),
    restore() {
      // What was swallowed is lost: such a connection is of no more use.
      if (state === 'stalled') endAll();
      state = 'up';
    },
    async close() {
      server.close();
      endAll();
      await once(server, 'close');
    },
  };
}
