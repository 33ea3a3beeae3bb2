import { invalidInput, notFound } from '@dayferry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Journey } from '../issuers/issuers.js';
import { localPath, type PageServer } from './page-server.js';
import { beginSession } from './sign-in-routes.js';

const minutes = 10;

/** Sign-in to our pages through a server that vouches for people of ours. */
export function issuerRoutes(fastify: FastifyInstance, server: PageServer): void {
  fastify.get('/account/sign-in/:place', (request, reply) => leave(server, request, reply));
  fastify.get('/account/sign-in/:place/back', (request, reply) => comeBack(server, request, reply));
}

const placeOf = ({ params }: FastifyRequest): number => Number((params as { place: string }).place);

async function leave(server: PageServer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { issuers, publicUrl, cookies } = server;
  const place = placeOf(request);
  const next = localPath((request.query as { next?: unknown }).next);
  const begun = await issuers.begin(place, { back: `${publicUrl}/account/sign-in/${place}/back`, next });
  if (!begun) throw notFound();
  const value = Buffer.from(JSON.stringify(begun.journey)).toString('base64url');
  // Only this browser can end what it began: the cookie has what the answer must match.
  return reply
    .setCookie(cookies.journey, value, { ...cookies.options, maxAge: minutes * 60 })
    .redirect(begun.to.href, 303);
}

async function comeBack(server: PageServer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { issuers, publicUrl, cookies } = server;
  const journey = journeyOf(request.cookies[cookies.journey]);
  void reply.clearCookie(cookies.journey, cookies.options);
  const verified = await issuers.finish(placeOf(request), new URL(publicUrl + request.raw.url!), journey);
  if (!verified) throw notFound();
  await beginSession(server, request, reply, verified);
  return reply.redirect(localPath(journey.next), 303);
}

/** As the browser kept it. */
function journeyOf(value: string | undefined): Journey {
  try {
    const known = JSON.parse(Buffer.from(value ?? '', 'base64url').toString('utf8')) as Partial<
      Record<string, unknown>
    >;
    const { state, nonce, verifier, next } = known;
    if ([state, nonce, verifier, next].every((part) => typeof part === 'string')) return known as unknown as Journey;
  } catch {
    // The same as none.
  }
  throw invalidInput('state', 'This sign-in was begun elsewhere, or too long ago. Begin again.');
}
