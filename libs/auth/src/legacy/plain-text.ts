import type { FastifyReply } from 'fastify';

/** `name=value` on a line each. */
export const lines = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

export function sendText(reply: FastifyReply, status: number, text: string): FastifyReply {
  void reply.header('cache-control', 'no-cache, no-store').type('text/plain; charset=UTF-8');
  return reply.code(status).send(text);
}
