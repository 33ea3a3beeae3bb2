import { scrypt } from 'node:crypto';
import { unavailable } from '@dayferry/core';

export interface ScryptCost {
  N: number;
  r: number;
  p: number;
}

/** More would fill libuv's four threads for everybody: files and DNS wait behind a flood of wrong passwords. */
const atOnce = 4;
const maxWaiting = 200;

let running = 0;
const waiting: (() => void)[] = [];

/** scrypt, at most four at once in a process. Unavailable when two hundred others wait already. */
export async function scryptKey(secret: string, salt: Buffer, bytes: number, cost: ScryptCost): Promise<Buffer> {
  await enter();
  try {
    return await derive(secret, salt, bytes, cost);
  } finally {
    leave();
  }
}

async function enter(): Promise<void> {
  if (running < atOnce) {
    running += 1;
    return;
  }
  if (waiting.length >= maxWaiting) throw unavailable('Too many sign-ins at once; try again.', { retryAfter: 1 });
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/** The place passes straight to the next in line, so that no newcomer can slip in between. */
function leave(): void {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}

function derive(secret: string, salt: Buffer, bytes: number, { N, r, p }: ScryptCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFKC'), salt, bytes, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
