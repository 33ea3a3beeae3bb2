import { DayferryError, unavailable, type CoreDependencies } from '@dayferry/core';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { readScopes } from '../scopes.js';
import type { Verified } from '../verified.js';
import { userVouchedFor } from './identities.js';
import { Issuer } from './issuer.js';
import type { IssuerSettings } from './issuer-settings.js';

/** What the browser keeps while its user signs in elsewhere. */
export interface Journey {
  /** Of the issuer in the settings; an answer that comes back as from another one is not taken. */
  place: number;
  state: string;
  nonce: string;
  verifier: string;
  /** Where to go afterwards: a path of ours. */
  next: string;
}

/** The servers that vouch for people of ours: by access tokens, and by signing them in to our pages. */
export class Issuers {
  private readonly issuers: readonly Issuer[];

  /** Refuses scopes that do not exist. */
  constructor(
    settings: readonly IssuerSettings[],
    private readonly deps: CoreDependencies,
  ) {
    for (const { scopes } of settings) for (const ours of Object.values(scopes)) readScopes(ours);
    this.issuers = settings.map((one) => new Issuer(one, deps.clock));
  }

  /** Those that people can sign in through, with their place in the settings. */
  get forPages(): { label: string; place: number }[] {
    return this.issuers.flatMap(({ settings: { clientId, label } }, place) => (clientId ? { label, place } : []));
  }

  /** Null for what is no token of theirs. */
  async byToken(token: string): Promise<Verified | null> {
    const issuer = this.issuers.find(({ settings }) => settings.issuer === issuerOf(token));
    if (!issuer) return null;
    const read = await issuer.read(token);
    const { user, credential } = await userVouchedFor(this.deps, read);
    return { user, credential: { ...credential, scopes: read.scopes, expires: read.expires } };
  }

  /** Where to send a browser (code flow with PKCE, state and nonce), and what it has to bring back; null without such an issuer. */
  async begin(
    place: number,
    { back, next }: { back: string; next: string },
  ): Promise<{ to: URL; journey: Journey } | null> {
    const issuer = this.forPage(place);
    if (!issuer) return null;
    const journey = {
      place,
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      next,
    };
    const to = oidc.buildAuthorizationUrl(await issuer.configuration(), {
      redirect_uri: back,
      scope: 'openid email profile',
      state: journey.state,
      nonce: journey.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(journey.verifier),
      code_challenge_method: 'S256',
    });
    return { to, journey };
  }

  /** Who came back. Forbidden when the issuer, or what it answers, does not confirm it; Unavailable when it cannot be asked. */
  async finish(place: number, here: URL, journey: Journey): Promise<Verified | null> {
    const issuer = journey.place === place ? this.forPage(place) : undefined;
    if (!issuer) return null;
    const configuration = await issuer.configuration();
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, here, {
        expectedState: journey.state,
        expectedNonce: journey.nonce,
        pkceCodeVerifier: journey.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const isEnough = claims.email !== undefined || !configuration.serverMetadata().userinfo_endpoint;
      const said = isEnough ? claims : await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      return await userVouchedFor(this.deps, issuer.vouched(said));
    } catch (error) {
      throw failureOf(error);
    }
  }

  private forPage(place: number): Issuer | undefined {
    const issuer = this.issuers[place];
    return issuer?.settings.clientId === undefined ? undefined : issuer;
  }
}

/** Not yet believed. */
function issuerOf(token: string): unknown {
  if (!token.startsWith('eyJ')) return undefined;
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

const ownTrouble = ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'];

function failureOf(error: unknown): unknown {
  if (error instanceof DayferryError) return error;
  const { code = '', status = 0 } = error as { code?: string; status?: number };
  const isTheirs = (error instanceof TypeError && code === '') || ownTrouble.includes(code) || status >= 500;
  if (isTheirs) return unavailable('The sign-in server cannot be reached; try again.', { retryAfter: 10 });
  return new DayferryError('forbidden', 'The sign-in server did not confirm who you are. Begin again.', {
    cause: error,
  });
}
