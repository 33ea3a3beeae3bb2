import type { CoreDependencies } from '@dayferry/core';
import type { Account, Client, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { verifySecret } from '../secret.js';
import { jwtBearer } from '../service-accounts/assertion.js';
import { claims, oauthScopes } from './oauth-scopes.js';
import { RecordAdapter } from './record-adapter.js';
import { paths } from './paths.table.js';
import { signingKey } from './signing-keys.js';

export interface OauthOptions {
  dependencies: Pick<CoreDependencies, 'store' | 'clock' | 'ids'>;
  publicUrl: string;
  /** Of all replicas; empty when there is none. */
  secret: string;
  /** Whether programs may register themselves (RFC 7591). */
  allowsRegistration: boolean;
  /** A page instead of JSON, where a person looks at it. */
  pages: {
    error: (sentence: string) => string;
    deviceCode: (form: string, wrong: string | undefined) => string;
    deviceConfirm: (form: string, program: string, userCode: string) => string;
    deviceDone: () => string;
    /** Posts an answer on to a program; and the content security policy for that, from the one of the other pages. */
    post: (address: string, fields: Record<string, string>) => string;
    postPolicy: (policy: string, address: string) => string;
  };
  cookies: { session: string; isSecure: boolean };
  /** Our own trouble. */
  failed: (error: Error) => void;
}

const [hour, day] = [3_600, 86_400];
const responseModes = ['query', 'form_post'];

/** The authorization server, without the pages that ask people. The library is loaded when somebody needs it. */
export async function createProvider(options: OauthOptions): Promise<Provider> {
  giveUrlParse();
  const { Provider: Server, errors, interactionPolicy } = await import('oidc-provider');
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  const { dependencies, publicUrl } = options;
  const adapter = {
    ...dependencies,
    route: () => (Server.ctx?.oidc as { route?: string } | undefined)?.route,
    invalidGrant: (reason: string) => new errors.InvalidGrant(reason),
  };
  const post: ResponseMode = (ctx, address, fields) => answerByForm(options.pages, ctx, { address, fields });
  /** The library's page for this would not be let by our policy, which it cannot change. */
  class OurServer extends Server {
    override registerResponseMode(name: string, mode: ResponseMode): void {
      super.registerResponseMode(name, name === 'form_post' ? post : mode);
    }
  }
  const provider = new OurServer(publicUrl, {
    ...(await configuration(options)),
    interactions: { policy, url: (_ctx, { uid }) => `/account/authorize/${uid}` },
    adapter: (model: string) => new RecordAdapter(model, adapter),
  });
  provider.proxy = true;
  provider.use(asUnavailable);
  provider.use(asItIs);
  provider.on('server_error', (_ctx, error) => options.failed(error));
  // The store has a hash of it.
  provider.Client.prototype.compareClientSecret = function (actual: string) {
    return verifySecret(actual, this.clientSecret ?? '');
  };
  return provider;
}

type ResponseMode = Parameters<Provider['registerResponseMode']>[1];

function answerByForm(
  pages: OauthOptions['pages'],
  ctx: KoaContextWithOIDC,
  { address, fields }: { address: string; fields: Record<string, unknown> },
): void {
  const values = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  ctx.status = 200;
  ctx.type = 'html';
  ctx.set('content-security-policy', pages.postPolicy(ctx.response.get('content-security-policy'), address));
  ctx.body = pages.post(address, Object.fromEntries(values) as Record<string, string>);
}

/** Trouble of our own is 503: on 500, or a refusal, programs forget their tokens and ask people to sign in. */
async function asUnavailable(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (ctx.status < 500) return;
  ctx.status = 503;
  ctx.set('retry-after', '5');
  if (typeof ctx.body === 'object') ctx.body = { error: 'temporarily_unavailable', error_description: 'Try again.' };
}

/** RFC 8414 §2: what works here. The library lists three response modes whatever is registered, and not our own grant. */
async function asItIs(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if ((ctx.oidc as { route?: string } | undefined)?.route !== 'discovery') return;
  const metadata = ctx.body as { grant_types_supported: string[] };
  const grants = [...metadata.grant_types_supported, jwtBearer];
  Object.assign(metadata, { response_modes_supported: responseModes, grant_types_supported: grants });
}

/** A page of a program in a browser may ask for its tokens. */
const hasOrigin = ({ redirectUris = [] }: Client, origin: string): boolean =>
  redirectUris.some((address) => new URL(address).origin === origin);

/** oidc-provider is written for Node 22, which has it; Node 20 has its two halves. */
function giveUrlParse(): void {
  const known = URL as { parse?: (text: string, base?: string) => URL | null };
  known.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);
}

async function configuration(options: OauthOptions): Promise<Configuration> {
  const { dependencies, pages, cookies, secret } = options;
  const cookie = { httpOnly: true, sameSite: 'lax', secure: cookies.isSecure } as const;
  return {
    jwks: { keys: [await signingKey(dependencies.store, secret)] },
    routes: paths,
    scopes: oauthScopes,
    claims,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: { response_modes: responseModes, id_token_signed_response_alg: 'RS256' },
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    responseTypes: ['code'],
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: (_ctx, origin, client) => isPublic(client) && hasOrigin(client, origin),
    pkce: { required: (_ctx, client) => isPublic(client) },
    cookies: {
      names: { session: cookies.session, interaction: 'dayferry-interaction', resume: 'dayferry-resume' },
      long: cookie,
      short: cookie,
    },
    extraParams: { access_type: keepAccess, approval_prompt: askAgain, include_granted_scopes: null },
    findAccount: (_ctx, key) => accountOf(dependencies, key),
    loadExistingGrant: (ctx) => existingGrant(dependencies, ctx),
    // Tokens end with their time, their consent or their user, not with the browser's session.
    expiresWithSession: () => false,
    revokeGrantPolicy: () => true,
    // RFC 9700 §4.14.2 asks for rotation where a program keeps no secret. Those that do, v3's own library among them, keep
    // the first refresh token for ever.
    rotateRefreshToken: ({ oidc: { client } }) => !client || isPublic(client),
    ttl,
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = pages.error(out.error_description ?? out.error);
    },
    features: features(options),
  };
}

const isPublic = ({ clientAuthMethod }: Pick<Client, 'clientAuthMethod'>): boolean => clientAuthMethod === 'none';

/** In seconds. */
const ttl: Configuration['ttl'] = {
  AccessToken: hour,
  AuthorizationCode: 300,
  DeviceCode: 900,
  Grant: 3_650 * day,
  IdToken: hour,
  Interaction: 1_800,
  RefreshToken: (_ctx, _token, client) => (isPublic(client) ? 180 : 3_650) * day,
  Session: 12 * hour,
};

function features({ pages, allowsRegistration }: OauthOptions): Configuration['features'] {
  const own = (_ctx: unknown, client: Client, token: { clientId?: string }): boolean =>
    token.clientId === client.clientId;
  return {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    claimsParameter: { enabled: false },
    resourceIndicators: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    dPoP: { enabled: false },
    revocation: { enabled: true, allowedPolicy: own },
    introspection: { enabled: true, allowedPolicy: own },
    registration: { enabled: allowsRegistration },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: (ctx, form, _out, error) => {
        ctx.body = pages.deviceCode(form, error && 'That is not a code that can be used now.');
      },
      userCodeConfirmSource: (ctx, form, ...[client, , userCode]) => {
        ctx.body = pages.deviceConfirm(form, client.clientName ?? client.clientId, userCode);
      },
      successSource: (ctx) => {
        ctx.body = pages.deviceDone();
      },
    },
  };
}

async function accountOf({ store }: OauthOptions['dependencies'], key: string): Promise<Account | undefined> {
  const user = await store.reader.principal(key);
  if (!user) return undefined;
  return { accountId: key, claims: () => ({ sub: key, email: user.email, email_verified: true, name: user.name }) };
}

/** v3's word for offline_access. Programs that are not on the web always had it, unless they said otherwise. */
function keepAccess(ctx: KoaContextWithOIDC, wanted: string | undefined): void {
  const { params, client } = ctx.oidc;
  const isOffline = wanted === 'offline' || (wanted === undefined && client?.applicationType === 'native');
  if (!params || !isOffline || !client?.grantTypeAllowed('refresh_token')) return;
  const asked = typeof params.scope === 'string' ? params.scope.split(' ') : [];
  params.scope = [...new Set([...asked, 'offline_access'])].join(' ');
}

/** The old word for `prompt=consent`. */
function askAgain({ oidc: { params } }: KoaContextWithOIDC, wanted: string | undefined): void {
  if (params && wanted === 'force' && params.prompt === undefined) params.prompt = 'consent';
}

/** What a user let a program on the web do holds in their next session too. Others are asked each time (RFC 8252 §8.6). */
async function existingGrant({ store }: Pick<CoreDependencies, 'store'>, ctx: KoaContextWithOIDC) {
  const { result, session, client, account, provider } = ctx.oidc;
  if (!client || !session) return undefined;
  const chosen = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const grant = chosen === undefined ? undefined : await provider.Grant.find(chosen);
  if (grant || !account || client.applicationType !== 'web') return grant;
  const [known] = await store.reader.oauthRecords({
    model: 'Grant',
    userKey: account.accountId,
    clientId: client.clientId,
  });
  return known?.grantId === undefined ? undefined : provider.Grant.find(known.grantId);
}
