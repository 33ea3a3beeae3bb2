import type { FastifyInstance } from 'fastify';
import { decodeBody } from './content-encoding.js';

/** Bodies reach every protocol as the bytes that were sent, whatever the Content-Type, once decoded. */
export function registerBodies(fastify: FastifyInstance, limit: number): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const coding = request.raw.headers['content-encoding'];
    if (coding === undefined) return done(null, payload);
    delete request.raw.headers['content-encoding'];
    try {
      done(null, decodeBody(payload, coding, limit));
    } catch (error) {
      done(error as Error);
    }
  });
}
