import { auditEntry, DayferryError, type AuditAction } from '@dayferry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Verified } from '../verified.js';
import { field, fieldsOf, localPath, sendPage, signedIn, type PageServer } from './page-server.js';
import { signInPage, type SignInForm } from './sign-in-page.js';

export function signInRoutes(fastify: FastifyInstance, server: PageServer): void {
  fastify.get('/account/sign-in', async (request, reply) => {
    const next = localPath((request.query as { next?: unknown }).next);
    if (await signedIn(server, request)) return reply.redirect(next, 303);
    return showSignIn(server, reply, { next });
  });
  fastify.post('/account/sign-in', (request, reply) => signIn(server, request, reply));
  fastify.post('/account/sign-out', async (request, reply) => {
    const found = await signedIn(server, request);
    if (found) {
      await server.sessions.end(found.session);
      await writeDown(server, request, 'sign-out', found.user.email);
    }
    return reply.clearCookie(server.cookies.session, server.cookies.options).redirect('/account/sign-in', 303);
  });
}

async function signIn(server: PageServer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const fields = fieldsOf(request);
  const email = field(fields, 'email').normalize('NFC').toLowerCase();
  const next = localPath(fields.get('next'));
  const again = (status: number, wrong: string): FastifyReply =>
    showSignIn(server, reply.code(status), { next, email, wrong });
  try {
    const verified = await checkPassword(server, { name: email, secret: fields.get('password') ?? '', ip: request.ip });
    if (!verified) return await again(401, 'The address or the password is wrong.');
    await beginSession(server, request, reply, verified);
    return await reply.redirect(next, 303);
  } catch (error) {
    if (!(error instanceof DayferryError) || error.kind !== 'rate-limited') throw error;
    void reply.header('retry-after', String(error.detail.retryAfter ?? 60));
    return again(429, 'Too many wrong passwords. Wait a quarter of an hour, or sign in from elsewhere.');
  }
}

/** The form, with whatever else people can sign in through. */
export function showSignIn(
  { cookies, issuers }: PageServer,
  reply: FastifyReply,
  form: Omit<SignInForm, 'csrf' | 'issuers'>,
): FastifyReply {
  const csrf = reply.generateCsrf(cookies.options);
  return sendPage(reply, signInPage({ ...form, csrf, issuers: issuers.forPages }), reply.statusCode);
}

export async function beginSession(
  server: PageServer,
  request: FastifyRequest,
  reply: FastifyReply,
  verified: Verified,
): Promise<void> {
  const secret = await server.sessions.begin(verified);
  await writeDown(server, request, 'sign-in', verified.user.email);
  void reply.setCookie(server.cookies.session, secret, server.cookies.options);
}

/** An account is opened by its password; those of programs open calendars only. */
export async function checkPassword(
  { verify }: PageServer,
  { name, secret, ip }: { name: string; secret: string; ip: string },
): Promise<Verified | null> {
  const verified = await verify({ scheme: 'basic', name, secret }, { ip });
  return verified?.credential.kind === 'password' ? verified : null;
}

async function writeDown(
  { dependencies }: PageServer,
  request: FastifyRequest,
  action: AuditAction,
  email: string,
): Promise<void> {
  const entry = auditEntry(dependencies, { action, actor: email, subject: email, ip: request.ip });
  await dependencies.store.write((tx) => tx.appendAudit(entry));
}
