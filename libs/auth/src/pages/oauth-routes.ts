import { DayferryError } from '@dayferry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { aliases, metadataPaths, paths } from '../oauth/paths.table.js';
import { revokeByPossession } from '../oauth/possession.js';
import { answerAssertion, jwtBearer } from '../service-accounts/assertion.js';
import { RequestRate } from '../request-rate.js';
import { signedIn, type PageServer } from './page-server.js';
import { readAgain, readForm } from './read-form.js';
import { errorPage } from './sign-in-page.js';

/** Requests from one network address in a minute: codes that people type are short (RFC 8628 §5.1), and the others cost a row each. */
const perMinute: Readonly<Record<string, number>> = {
  [`POST ${paths.code_verification}`]: 20,
  [`POST ${paths.device_authorization}`]: 60,
  [`GET ${paths.authorization}`]: 300,
  [`HEAD ${paths.authorization}`]: 300,
  [`POST ${paths.authorization}`]: 300,
  [`POST ${paths.registration}`]: 20,
};
/** Asked from pages of programs elsewhere too (CORS). */
const shared = [
  paths.token,
  paths.revocation,
  paths.introspection,
  paths.device_authorization,
  paths.userinfo,
  paths.jwks,
];
const posted = [paths.token, paths.revocation, paths.introspection, paths.device_authorization] as const;

/** Gives the addresses of the OAuth server to the library, which reads and answers the raw request. */
export function oauthRoutes(fastify: FastifyInstance, server: PageServer): void {
  const limits: Limits = new Map(Object.entries(perMinute).map(([what, most]) => [what, new RequestRate(most)]));
  const give = (method: string | string[], url: string): void => {
    fastify.route({
      method,
      url,
      onRequest: (request, reply) => {
        reply.hijack();
        void answer(server, request, reply, limits);
      },
      handler: (_request, reply) => reply,
    });
  };
  give(['GET', 'POST'], paths.authorization);
  give('GET', `${paths.authorization}/:uid`);
  give(['GET', 'POST'], paths.code_verification);
  give('GET', `${paths.code_verification}/:uid`);
  give(['GET', 'POST'], paths.userinfo);
  give('GET', paths.jwks);
  for (const path of metadataPaths) give('GET', path);
  for (const path of posted) give('POST', path);
  for (const [path, target] of Object.entries(aliases))
    give(target === paths.authorization ? ['GET', 'POST'] : 'POST', path);
  for (const path of [...shared, ...metadataPaths]) give('OPTIONS', path);
  for (const [path, target] of Object.entries(aliases)) if (target !== paths.authorization) give('OPTIONS', path);
  if (server.oauth.allowsRegistration) {
    give('POST', paths.registration);
    give('GET', `${paths.registration}/:id`);
  }
}

async function answer(server: PageServer, request: FastifyRequest, reply: FastifyReply, limits: Limits): Promise<void> {
  const { raw } = request;
  for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value!);
  // The library adds the hash of the one script it has: a page that sends on the code of a device.
  const policy = String(reply.getHeader('content-security-policy'));
  reply.raw.setHeader('content-security-policy', `${policy};script-src`);
  try {
    const path = pathOf(raw.url!);
    const target = aliases[path] ?? path;
    await limits.get(`${raw.method} ${target}`)?.count(request.ip);
    const provider = await server.oauth.provider();
    raw.url = target + raw.url!.slice(path.length);
    asPublic(raw.headers, server.publicUrl);
    if (target === paths.revocation && raw.url.includes('?')) return await byPossession(server, request, reply);
    if (target === paths.authorization || target === paths.code_verification)
      await leaveOthersSession(server, provider, request);
    const whole = target === paths.token && raw.method === 'POST' ? await unlessAssertion(server, request, reply) : raw;
    if (whole) await provider.callback()(whole, reply.raw);
  } catch (error) {
    fail(error, request, reply);
  }
}

type Limits = Map<string, RequestRate>;

const pathOf = (url: string): string => url.split('?', 1)[0]!;

/** Links in answers begin with the public address, whatever stands in front of us. */
function asPublic(headers: FastifyRequest['raw']['headers'], publicUrl: string): void {
  const { host, protocol } = new URL(publicUrl);
  headers.host = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
  delete headers['x-forwarded-host'];
}

/** The library has a session of its own. It counts only as long as the same person is signed in at the account page. */
async function leaveOthersSession(server: PageServer, provider: Provider, request: FastifyRequest): Promise<void> {
  const name = server.oauth.sessionCookie;
  const value = request.cookies[name];
  const session = value === undefined ? undefined : await provider.Session.find(value);
  if (session?.accountId === undefined) return;
  const who = await signedIn(server, request);
  if (who?.user.key === session.accountId) return;
  const cookies = (request.raw.headers.cookie ?? '').split(/; */);
  request.raw.headers.cookie = cookies.filter((cookie) => !cookie.startsWith(`${name}=`)).join('; ');
}

/** As v3's libraries revoke: the token stands in the query, and whoever has it may end it. */
async function byPossession(server: PageServer, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = new URL(request.raw.url!, server.publicUrl).searchParams.get('token') ?? '';
  const isKnown = await revokeByPossession(server.dependencies, token);
  const body = isKnown ? {} : { error: 'invalid_token', error_description: 'Token expired or revoked' };
  answerJson(reply, isKnown ? 200 : 400, body);
}

/** Answers a service account; null then. The library would ask it for a client's id. */
async function unlessAssertion(
  { dependencies, publicUrl }: PageServer,
  { raw }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyRequest['raw'] | null> {
  const body = await readForm(raw);
  if (body === null)
    return answerJson(reply, 413, { error: 'invalid_request', error_description: 'The form is too long.' });
  const form = new URLSearchParams(body);
  if (form.get('grant_type') !== jwtBearer) return readAgain(raw, body);
  const answer = await answerAssertion(dependencies, publicUrl, form.get('assertion') ?? '');
  return answerJson(reply, answer.status, answer.body);
}

function answerJson({ raw }: FastifyReply, status: number, body: object): null {
  raw.setHeader('cache-control', 'no-store');
  raw.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  return null;
}

function fail(error: unknown, request: FastifyRequest, { raw }: FastifyReply): void {
  if (raw.headersSent) return void raw.end();
  if (error instanceof DayferryError && error.kind === 'rate-limited') {
    raw.setHeader('retry-after', String(error.detail.retryAfter ?? 60));
    const page = errorPage('Too many requests', 'Wait a minute, then try again.');
    return void raw.writeHead(429, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  }
  request.log.error({ err: error }, 'oauth failed');
  raw.setHeader('retry-after', '5');
  const body = '{"error":"temporarily_unavailable","error_description":"The server is in trouble; try again."}';
  raw.writeHead(503, { 'content-type': 'application/json; charset=utf-8' }).end(body);
}
