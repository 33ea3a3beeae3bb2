import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Receiver {
  /** Of the endpoint; a path may be added. */
  url: string;
  /** Headers of the messages so far, oldest first. */
  received: IncomingHttpHeaders[];
  /** State and number of each. */
  states(): string[];
  /** How it answers from now on; default 204. */
  answer: (response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Takes push messages on loopback, as a client's web hook would. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    receiver.received.push(request.headers);
    request.resume();
    receiver.answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    states: () =>
      receiver.received.map(
        (headers) => `${String(headers['x-goog-resource-state'])} ${String(headers['x-goog-message-number'])}`,
      ),
    answer: (response) => void response.writeHead(204).end(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
