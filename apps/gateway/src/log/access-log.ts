import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { protocolOf } from '../protocols.table.js';

const maxPath = 1_000;
const maxAgent = 200;

/** One line for each answer. Probes are for debugging: they come every few seconds. */
export function registerAccessLog(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    logAnswer(request, reply);
    done();
  });
}

export function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const level = request.raw.url!.startsWith('/healthz/') ? 'debug' : 'info';
  if (isLogged(request, level)) request.log[level](fieldsOf(request, reply), 'request');
}

function fieldsOf({ raw, ip }: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  return {
    method: raw.method,
    path: raw.url!.slice(0, maxPath),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    protocol: protocolOf(raw.url!),
    ip,
    agent: raw.headers['user-agent']?.slice(0, maxAgent),
  };
}

/** The request's logger is pino's, of which Fastify's type shows only a part. */
const isLogged = (request: FastifyRequest, level: string): boolean => (request.log as Logger).isLevelEnabled(level);
