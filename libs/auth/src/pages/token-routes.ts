import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { tokenInfoPaths } from '../oauth/paths.table.js';
import { firstForm, thirdForm, tokenInfo } from '../oauth/token-info.js';
import { fieldsOf, type PageServer } from './page-server.js';

/** `tokeninfo`: v3's libraries post it with the token in a header, scripts ask with it in the query. */
export function tokenInfoRoutes(fastify: FastifyInstance, { dependencies }: PageServer): void {
  for (const url of tokenInfoPaths)
    fastify.route({
      method: ['GET', 'POST'],
      url,
      handler: async (request, reply) => {
        const token = tokenOf(request);
        const info = token ? await tokenInfo(dependencies, token) : null;
        if (!info) return answer(reply, 400, { error: 'invalid_token', error_description: 'Invalid Value' });
        return answer(reply, 200, url.includes('/v1/') ? firstForm(info) : thirdForm(info));
      },
    });
}

/** RFC 6750 §2: in the header, the form or the query. */
function tokenOf(request: FastifyRequest): string | null {
  const header = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const query = new URL(request.raw.url!, 'http://here').searchParams.get('access_token');
  return header ?? fieldsOf(request).get('access_token') ?? query;
}

function answer(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', 'access-control-allow-origin': '*' })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
