import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WireAnswer, WireRequest } from './wire.js';

/** Fastify's request and reply in this library's own terms. */
export function wireRequest(request: FastifyRequest): WireRequest {
  return {
    verb: request.method,
    url: request.raw.url ?? '',
    header: headerOf(request),
    bytes: bytesOf(request.body),
  };
}

function headerOf(request: FastifyRequest): (name: string) => string | undefined {
  return (name) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
}

function bytesOf(body: unknown): Uint8Array | undefined {
  return body instanceof Uint8Array && body.byteLength > 0 ? body : undefined;
}

export async function send(reply: FastifyReply, { status, headers, text }: WireAnswer): Promise<void> {
  reply.code(status);
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
  await reply.send(text);
}
