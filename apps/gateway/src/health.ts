import type { Store } from '@dayferry/core';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where the process is in its life; probes read it. */
export interface Lifecycle {
  isStarted: boolean;
  isStopping: boolean;
}

const pingTimeout = 2_000;

/**
 * `live`: the process answers. `startup`: it has begun to serve. `ready`: send it requests; red while it stops and while
 * the database does not answer. A database that is gone never makes `live` red: a restart would not bring it back.
 */
export function registerHealth(fastify: FastifyInstance, store: Store, lifecycle: Lifecycle): void {
  fastify.get('/healthz/live', (_request, reply) => say(reply, 'ok', true));
  fastify.get('/healthz/startup', (_request, reply) =>
    say(reply, lifecycle.isStarted ? 'ok' : 'starting', lifecycle.isStarted),
  );
  fastify.get('/healthz/ready', async (_request, reply) => {
    if (lifecycle.isStopping) return say(reply, 'stopping', false);
    const isUp = await answers(store);
    return say(reply, isUp ? 'ok' : 'the database does not answer', isUp);
  });
}

function say(reply: FastifyReply, status: string, isGreen: boolean): FastifyReply {
  return reply
    .code(isGreen ? 200 : 503)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ status }));
}

async function answers(store: Store): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), pingTimeout)));
  const ping = store.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([ping, tooLate]).finally(() => clearTimeout(timer));
}
