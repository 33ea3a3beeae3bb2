import type { FastifyInstance } from 'fastify';

/** Where passwords are refused, no 401 asks for one: whichever protocol gives it, its Basic challenge is left out. */
export function hideBasicChallenge(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    const offered = reply.statusCode === 401 ? reply.getHeader('www-authenticate') : undefined;
    if (offered !== undefined) void reply.header('www-authenticate', withoutBasic(offered));
    done(null, payload);
  });
}

function withoutBasic(offered: string | string[] | number): string[] {
  return [offered].flat().flatMap((challenge) => (String(challenge).startsWith('Basic ') ? [] : [String(challenge)]));
}
