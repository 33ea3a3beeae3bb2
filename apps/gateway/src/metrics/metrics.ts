import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { methods } from '../http/methods.table.js';
import { protocolOf } from '../protocols.table.js';
import { version } from '../version.js';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and times every answer. Label values come from closed sets, so no client can make new series. */
export function registerMetrics(fastify: FastifyInstance): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'dayferry_build_info', help: 'Version that runs.', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  const requests = new Counter({
    name: 'dayferry_http_requests_total',
    help: 'Answers given.',
    labelNames: ['protocol', 'method', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'dayferry_http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer.',
    labelNames: ['protocol', 'method'],
    buckets,
    registers,
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const protocol = protocolOf(request.raw.url!);
    const method = methods.includes(request.method) ? request.method : 'OTHER';
    requests.inc({ protocol, method, status: `${Math.floor(reply.statusCode / 100)}xx` });
    durations.observe({ protocol, method }, reply.elapsedTime / 1_000);
    done();
  });
  return registry;
}
