import { unauthenticated, type Clock } from '@dayferry/core';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import * as oidc from 'openid-client';
import { scopeOf, type Scope } from '../scopes.js';
import { Fetched } from './fetched.js';
import { IssuerKeys } from './issuer-keys.js';
import type { IssuerSettings } from './issuer-settings.js';

/** Public-key signatures only: with a shared secret, whoever checks a token could make one; `none` is nobody's. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const skewSeconds = 60;

/** What an issuer says of somebody. */
export interface Vouched {
  issuer: IssuerSettings;
  /** The person, as this issuer names them; it never changes. */
  subject: string;
  /** Lower case, and only when it is verified. */
  email?: string;
  name?: string;
}

/** An access token of an issuer that may open something here. */
export interface VouchedToken extends Vouched {
  scopes: Scope[];
  /** Epoch milliseconds. */
  expires: number;
}

/** Of a token, or of the user endpoint; not yet looked at. */
interface Claims {
  sub?: string;
  email?: unknown;
  email_verified?: unknown;
  name?: unknown;
}

/** One issuer: its metadata, its keys, and what it signed. */
export class Issuer {
  private readonly metadata: Fetched<oidc.Configuration>;
  private readonly keys: IssuerKeys;

  constructor(
    readonly settings: IssuerSettings,
    private readonly clock: Clock,
  ) {
    this.metadata = new Fetched(() => discover(settings), clock);
    this.keys = new IssuerKeys(async () => jwksAddress(await this.metadata.get()), clock);
  }

  /** As openid-client needs it; Unavailable while the issuer has never been reached. */
  configuration(): Promise<oidc.Configuration> {
    return this.metadata.get();
  }

  /** Unauthenticated for a token that is not good here, whatever is wrong with it; Unavailable without the issuer's keys. */
  async read(token: string): Promise<VouchedToken> {
    const { issuer, audience } = this.settings;
    if (!audience) throw unauthenticated();
    const options = {
      issuer,
      audience,
      algorithms,
      clockTolerance: skewSeconds,
      currentDate: new Date(this.clock()),
      requiredClaims: ['exp', 'sub'],
    };
    try {
      const { payload } = await jwtVerify(token, this.keys.find, options);
      return {
        ...this.vouched(payload),
        scopes: this.scopesOf(payload),
        expires: (payload.exp! + skewSeconds) * 1_000,
      };
    } catch (error) {
      if (error instanceof errors.JOSEError) throw unauthenticated('The token is not valid here.');
      throw error;
    }
  }

  vouched({ sub, email, email_verified: isVerified, name }: Claims): Vouched {
    return {
      issuer: this.settings,
      subject: String(sub),
      ...(isVerified === true && typeof email === 'string' ? { email: email.normalize('NFC').toLowerCase() } : {}),
      ...(typeof name === 'string' ? { name: name.slice(0, 200) } : {}),
    };
  }

  /** RFC 9068 §2.2.3 `scope`; some issuers say `scp`. An ID token has neither, and so opens nothing. */
  private scopesOf({ scope, scp }: JWTPayload): Scope[] {
    const words = [scope, scp].flat().flatMap((text) => (typeof text === 'string' ? text.split(' ') : []));
    const mapped = words.flatMap((word) =>
      Object.hasOwn(this.settings.scopes, word) ? this.settings.scopes[word]! : word,
    );
    return [...new Set(mapped.flatMap((word) => scopeOf(word) ?? []))];
  }
}

function discover({ issuer, clientId, clientSecret }: IssuerSettings): Promise<oidc.Configuration> {
  const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret);
  return oidc.discovery(new URL(issuer), clientId ?? 'none', { [oidc.clockTolerance]: skewSeconds }, authentication, {
    timeout: 5,
    // The administrator's own choice of address.
    execute: [oidc.enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [])],
  });
}

function jwksAddress(configuration: oidc.Configuration): string {
  const { jwks_uri: address } = configuration.serverMetadata();
  if (address === undefined) throw new Error('The issuer names no keys.');
  return address;
}
