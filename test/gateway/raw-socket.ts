import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** A connection without an HTTP client's good manners. */
export interface RawSocket {
  send(text: string | Buffer): void;
  /** Everything received until the server closes, or until `isEnough` says so. */
  receive(isEnough?: (text: string) => boolean): Promise<string>;
  close(): void;
}

export async function rawSocket(url: string): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => (received += text));
  // A reset after the answer is what a refused upload looks like.
  socket.on('error', () => undefined);
  return {
    send: (text) => void socket.write(text),
    receive: (isEnough = () => false) => until(socket, () => received, isEnough),
    close: () => socket.destroy(),
  };
}

function until(socket: Socket, received: () => string, isEnough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (socket.destroyed || isEnough(received())) resolve(received());
    };
    socket.on('data', look).on('close', look);
    look();
  });
}
