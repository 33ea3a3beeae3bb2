import { createHash, timingSafeEqual } from 'node:crypto';
import { DayferryError, invalidInput, type LegacyDoor } from '@dayferry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sentencesOf } from '../oauth/oauth-scopes.js';
import { consentPage, forwardPage } from '../pages/consent-page.js';
import { fieldsOf, isAllowed, requireSignedIn, sendPage, type PageServer } from '../pages/page-server.js';
import type { SignedIn } from '../sessions.js';
import { allowAuthSub, readAuthSubRequest } from './authsub.js';
import { captchaDigits } from './captcha.js';
import { doorTexts } from './doors.js';
import { captchaPage, verifierPage } from './legacy-pages.js';
import { allow, deny, findAsked, type Asked } from './oauth1/three-legged.js';
import { withParameters } from '../site.js';

/** A question to a person: may this program in? */
interface Question {
  door: LegacyDoor;
  program: string;
  scopes: string[];
  answerTo?: string;
  /** Only people of this mail domain. */
  domain?: string;
  /** What follows an answer: the page, or an address to lead on to. */
  allow: (person: { user: SignedIn['user']; ip: string }) => Promise<{ address: string } | { page: string }>;
  deny: () => Promise<{ address: string } | { page: string }>;
}

/** Pages of the legacy doors. What a form answers is what its page showed: the form's address says it, and is sealed. */
export function legacyConsentRoutes(fastify: FastifyInstance, server: PageServer): void {
  ask(fastify, server, { url: '/accounts/AuthSubRequest', question: authSubQuestion });
  ask(fastify, server, { url: '/accounts/OAuthAuthorizeToken', question: oauthQuestion });
  fastify.get('/accounts/CaptchaPage', async (request, reply) => {
    const token = queryOf(request).get('ctoken') ?? '';
    const digits = await captchaDigits(server.legacy.dependencies, token);
    if (digits === null) throw invalidInput('ctoken', 'The picture is over. Sign in again to get another one.');
    return sendPage(reply, captchaPage(digits));
  });
}

interface Asking {
  url: string;
  question: (server: PageServer, query: URLSearchParams) => Promise<Question>;
}

function ask(fastify: FastifyInstance, server: PageServer, { url, question }: Asking): void {
  fastify.get(url, async (request, reply) => {
    const asked = await question(server, queryOf(request));
    const who = await personFor(server, asked, request);
    const { program, scopes, answerTo } = asked;
    const consent = {
      csrf: reply.generateCsrf(server.cookies.options),
      action: request.url,
      program,
      user: who.user,
      may: sentencesOf(scopes),
      seal: sealOf(who, request),
      ...(answerTo === undefined ? {} : { answerTo }),
    };
    return sendPage(reply, consentPage(consent));
  });
  fastify.post(url, async (request, reply) => {
    const asked = await question(server, queryOf(request));
    const who = await personFor(server, asked, request);
    if (!isSame(fieldsOf(request).get('seal') ?? '', sealOf(who, request)))
      throw new DayferryError(
        'forbidden',
        'The form was for another question. Go back to the program and begin again.',
      );
    const person = { user: who.user, ip: request.ip };
    return sendOn(reply, await (isAllowed(request) ? asked.allow(person) : asked.deny()));
  });
}

const sendOn = (reply: FastifyReply, then: { address: string } | { page: string }): FastifyReply =>
  sendPage(reply, 'page' in then ? then.page : forwardPage(then.address));

const queryOf = ({ url }: FastifyRequest): URLSearchParams => new URLSearchParams(url.split('?').slice(1).join('?'));

async function personFor(server: PageServer, asked: Question, request: FastifyRequest): Promise<SignedIn> {
  const who = await requireSignedIn(server, request);
  const { email } = who.user;
  if (!(await server.legacy.doors.isOpenTo(email, asked.door)))
    throw new DayferryError(
      'forbidden',
      `Programs cannot be let in by ${doorTexts[asked.door]} here: it is switched off.`,
    );
  if (asked.domain !== undefined && !email.endsWith(`@${asked.domain}`))
    throw new DayferryError(
      'forbidden',
      `The program asks for somebody of ${asked.domain}; you are signed in as ${email}.`,
    );
  return who;
}

/** Of this session and this question: only the page that showed it has it. */
const sealOf = ({ session }: SignedIn, { url }: FastifyRequest): string =>
  createHash('sha256').update(`${session.hash} ${url}`).digest('base64url');

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

async function authSubQuestion({ legacy }: PageServer, query: URLSearchParams): Promise<Question> {
  const asked = await readAuthSubRequest(legacy, query);
  return {
    door: 'authsub',
    program: asked.program,
    scopes: asked.scopes,
    answerTo: new URL(asked.site).host,
    domain: asked.domain,
    allow: async (person) => ({
      address: withParameters(asked.next, { token: await allowAuthSub(legacy, asked, person) }),
    }),
    deny: () => Promise.resolve({ address: asked.next }),
  };
}

async function oauthQuestion({ legacy }: PageServer, query: URLSearchParams): Promise<Question> {
  const asked = await findAsked(legacy, query.get('oauth_token') ?? '');
  if (!asked) throw invalidInput('oauth_token', 'This request is over. Go back to the program and begin again.');
  const domain = query.get('hd') ?? 'default';
  return {
    door: 'oauth1',
    program: asked.displayName === undefined ? asked.program : `A program that calls itself ${asked.program}`,
    scopes: asked.scopes,
    ...(asked.callback === 'oob' ? {} : { answerTo: new URL(asked.callback).host }),
    ...(domain === 'default' ? {} : { domain: domain.toLowerCase() }),
    allow: async (person) => backTo(asked, await allow(legacy, asked, person)),
    deny: async () => {
      await deny(legacy, asked);
      return backTo(asked, null);
    },
  };
}

/** `verifier`: null when the user said no. */
function backTo({ callback, token }: Asked, verifier: string | null): { address: string } | { page: string } {
  if (callback === 'oob') return { page: verifierPage(verifier) };
  const answer: Record<string, string> =
    verifier === null ? { oauth_problem: 'permission_denied' } : { oauth_verifier: verifier };
  return { address: withParameters(callback, { oauth_token: token, ...answer }) };
}
