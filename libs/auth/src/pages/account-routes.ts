import { invalidInput, notFound, type OpenCalendar } from '@dayferry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createCredential, listCredentials, replacePassword, revokeCredential, type Actor } from '../credentials.js';
import { disconnectProgram, programsOf } from '../oauth/programs.js';
import type { SignedIn } from '../sessions.js';
import { accountPage, isRevocable } from './account-page.js';
import { appleProfile } from './apple-profile.js';
import { html, type Html } from './html.js';
import { note } from './page.js';
import { field, fieldsOf, requireSignedIn, sendPage, type PageServer } from './page-server.js';
import { checkPassword } from './sign-in-routes.js';

/** One thing that a user does on their page; what it answers is shown above the rest. */
type Act = (server: PageServer, who: SignedIn, request: FastifyRequest) => Promise<Html>;

const acts: Record<string, Act> = {
  'app-passwords': makeAppPassword,
  'app-passwords/revoke': revoke,
  'programs/revoke': disconnect,
  'private-address/reset': resetAddress,
  'private-address/remove': removeAddress,
  password: changePassword,
};

export function accountRoutes(fastify: FastifyInstance, server: PageServer): void {
  fastify.get('/account', async (request, reply) => show(server, reply, await requireSignedIn(server, request)));
  fastify.get('/account/dayferry.mobileconfig', async (request, reply) => {
    const { user } = await requireSignedIn(server, request);
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="dayferry.mobileconfig"')
      .type('application/x-apple-aspen-config; charset=utf-8')
      .send(appleProfile(server.publicUrl, user.email));
  });
  for (const [path, act] of Object.entries(acts))
    fastify.post(`/account/${path}`, async (request, reply) => {
      const who = await requireSignedIn(server, request);
      return show(server, reply, who, await act(server, who, request));
    });
}

async function show(server: PageServer, reply: FastifyReply, { user }: SignedIn, told?: Html): Promise<FastifyReply> {
  const { dependencies, publicUrl, cookies } = server;
  const calendars = await dependencies.store.reader.calendarsOwnedBy(user.key);
  const account = {
    user,
    publicUrl,
    csrf: reply.generateCsrf(cookies.options),
    credentials: await listCredentials(dependencies, user),
    programs: await programsOf(dependencies, user),
    calendars,
    told,
  };
  return sendPage(reply, accountPage(account));
}

const actorOf = ({ user }: SignedIn, request: FastifyRequest): Actor => ({ actor: user.email, ip: request.ip });

async function makeAppPassword({ dependencies }: PageServer, who: SignedIn, request: FastifyRequest): Promise<Html> {
  const fields = fieldsOf(request);
  const protocol = fields.get('protocol');
  const wanted = {
    name: field(fields, 'name'),
    scopes: [field(fields, 'access')],
    ...(protocol ? { protocols: [protocol] } : {}),
  };
  const kind = 'app-password';
  const { secret } = await createCredential(dependencies, { user: who.user, kind }, wanted, actorOf(who, request));
  return html`<div class="note" role="status">
    <p>The app password for ${wanted.name}, shown this once:</p>
    <p><code>${secret}</code></p>
  </div>`;
}

async function revoke({ dependencies }: PageServer, who: SignedIn, request: FastifyRequest): Promise<Html> {
  const key = field(fieldsOf(request), 'id');
  const own = await dependencies.store.reader.credentialsOf(who.user.key);
  if (!own.some((credential) => credential.key === key && isRevocable(credential))) throw notFound();
  await revokeCredential(dependencies, who.user, key, actorOf(who, request));
  return note('It is revoked.');
}

async function disconnect({ dependencies }: PageServer, who: SignedIn, request: FastifyRequest): Promise<Html> {
  await disconnectProgram(dependencies, who.user, field(fieldsOf(request), 'id'), actorOf(who, request));
  return note('It is disconnected.');
}

async function ownCalendar({ core }: PageServer, { user }: SignedIn, request: FastifyRequest): Promise<OpenCalendar> {
  const viewer = await core.directory.viewer(user, ['calendar']);
  return core.calendars.open(viewer, field(fieldsOf(request), 'id'));
}

async function resetAddress(server: PageServer, who: SignedIn, request: FastifyRequest): Promise<Html> {
  const open = await ownCalendar(server, who, request);
  const secret = await server.core.calendars.resetLink(open);
  const [id, path] = [encodeURIComponent(open.calendar.id), `private-${secret}/basic`];
  const hasFeed = await server.legacy.doors.isOpenTo(who.user.email, 'magic-cookie');
  const feed = html`<p>The same as a feed of the Data API v2:</p>
    <p><code>${server.publicUrl}/calendar/feeds/${id}/${path}</code></p>`;
  return html`<div class="note" role="status">
    <p>The private address of ${open.calendar.title}, shown this once:</p>
    <p><code>${server.publicUrl}/calendar/ical/${id}/${path}.ics</code></p>
    ${hasFeed ? feed : undefined}
  </div>`;
}

async function removeAddress(server: PageServer, who: SignedIn, request: FastifyRequest): Promise<Html> {
  await server.core.calendars.removeLink(await ownCalendar(server, who, request));
  return note('The private address is gone.');
}

/** Every session ends with the password that it was begun by, this one too. */
async function changePassword(server: PageServer, who: SignedIn, request: FastifyRequest): Promise<Html> {
  const fields = fieldsOf(request);
  const verified = await checkPassword(server, {
    name: who.user.email,
    secret: fields.get('current') ?? '',
    ip: request.ip,
  });
  if (!verified) throw invalidInput('current', 'The password of now is wrong.');
  const secret = fields.get('new') ?? '';
  if (secret.length < 10) throw invalidInput('new', 'A new password has at least 10 characters.');
  await replacePassword(server.dependencies, who.user, secret, actorOf(who, request));
  return note('The password is changed. Sign in again.');
}
