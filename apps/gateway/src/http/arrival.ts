import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { frontPage, isFrontPage } from '../front-page.js';
import { answerFailure, type Failure } from './failure.js';
import { methods } from './methods.table.js';

const urlLength = 8_192;
/** Requests under way in this process. Beyond it, waiting would only cost memory: the client is told to come back. */
const maxUnderWay = 1_000;
const allow = methods.join(', ');

/** On every answer, whoever gives it. */
export function markAnswer(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

/** What is decided about a request before it belongs to a protocol. */
export function registerArrival(fastify: FastifyInstance, publicUrl: string): void {
  const page = frontPage(publicUrl);
  let underWay = 0;
  fastify.addHook('onRequest', (request, reply, done) => {
    markAnswer(request, reply);
    underWay += 1;
    reply.raw.once('close', () => (underWay -= 1));
    const refusal = underWay > maxUnderWay ? crowded : refusalOf(request);
    if (refusal) return answerFailure(reply, refusal);
    if (isFrontPage(request)) return void reply.headers(page.headers).send(page.html);
    done();
  });
  // CONNECT never becomes a request in Node; without a listener the socket is cut without a word.
  fastify.server.on('connect', (_request, socket) => {
    socket.end(`HTTP/1.1 405 Method Not Allowed\r\nAllow: ${allow}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
}

const crowded: Failure = {
  status: 503,
  message: 'Too many requests at once; try again.',
  headers: { 'retry-after': '1' },
};

function refusalOf({ raw }: FastifyRequest): Failure | null {
  if (raw.url!.length > urlLength) return { status: 414, message: `The address is longer than ${urlLength} octets.` };
  if (!methods.includes(raw.method!)) return { status: 405, message: 'Method Not Allowed', headers: { allow } };
  if (!isHost(raw.headers.host) || isRepeated(raw.rawHeaders, 'host'))
    return { status: 400, message: 'The Host header is not one host name.' };
  return null;
}

/** RFC 9112 §3.2; HTTP/1.0 has none. We never make links from it, so only its form matters. */
const isHost = (host: string | undefined): boolean => host === undefined || /^[\w.:[\]-]{0,255}$/.test(host);

function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.length === name.length && rawHeaders[i]!.toLowerCase() === name) count += 1;
  return count > 1;
}
