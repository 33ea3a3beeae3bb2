import type { Strategy } from 'passport-strategy';
import {
  nobody,
  notFound,
  unauthenticated,
  type Clock,
  type Core,
  type Credential,
  type IdSource,
  type OpenCalendar,
  type ProtocolName,
  type Store,
  type Viewer,
} from '@dayferry/core';
import { authorizationOf } from './authorization-header.js';
import { KnownHeaders, type KnownHeader } from './known-headers.js';
import { LastUsed } from './last-used.js';
import type { LegacySignIn } from './legacy/legacy-sign-in.js';
import { signedBy } from './legacy/signed-requests.js';
import { LinkGuesses } from './link-guesses.js';
import type { Issuers } from './issuers/issuers.js';
import { byHash } from './oauth/access-tokens.js';
import { RequestRate } from './request-rate.js';
import { scopesAt } from './scopes.js';
import type { SignInRequest } from './sign-in-request.js';
import { verifySecret } from './secret.js';
import { BasicStrategy, BearerStrategy } from './strategies/header.strategy.js';
import { runStrategy } from './strategies/run-strategy.js';
import { Throttle } from './throttle.js';
import type { Verified } from './verified.js';
import { createVerifier, type VerifierDependencies, type Verify } from './verifier.js';

export interface AuthenticatorDependencies {
  core: Pick<Core, 'clock'> & { directory: Pick<Core['directory'], 'viewer'> };
  store: Store;
  ids: IdSource;
  issuers: Pick<Issuers, 'byToken'>;
  /** Requests of one user; default: any number. */
  requestsPerMinute?: number;
  /** Whether passwords open anything; tokens always do. Default: they do. */
  takesBasic?: boolean;
  /** Mail domain of names without one; default: such names open nothing. */
  domain?: string;
  /** Doors of the old Data API; default: there are none. */
  legacy?: LegacySignIn;
  /** Tests count its calls. */
  verifySecret?: VerifierDependencies['verifySecret'];
}

/**
 * Who is asking. A known header costs one digest and one read of the store's directory version, which also makes
 * revocation, changed groups and removed users exact on every replica; a new one is verified by passport's strategies.
 */
export class Authenticator {
  /** What holds back guessing of private addresses, which need no sign-in. */
  readonly linkGuesses: LinkGuesses;
  /** The same look at names and passwords for the pages, with the same counts. */
  readonly verify: Verify;
  private readonly known = new KnownHeaders();
  private readonly lastUsed: LastUsed;
  private readonly strategies: readonly Strategy[];
  private readonly clock: Clock;
  private readonly rate: RequestRate | null;

  constructor(private readonly deps: AuthenticatorDependencies) {
    this.clock = deps.core.clock;
    this.linkGuesses = new LinkGuesses(this.clock);
    this.lastUsed = new LastUsed(deps.store, this.clock);
    const reader = deps.store.reader;
    const throttle = new Throttle({ store: deps.store, clock: this.clock, ids: deps.ids });
    this.verify = createVerifier({
      reader,
      clock: this.clock,
      throttle,
      ...(deps.domain ? { domain: deps.domain } : {}),
      issuers: deps.issuers,
      legacyTokens: deps.legacy?.tokens,
      verifySecret: deps.verifySecret ?? verifySecret,
    });
    this.strategies = [new BasicStrategy(this.verify), new BearerStrategy(this.verify)];
    this.rate = deps.requestsPerMinute === undefined ? null : new RequestRate(deps.requestsPerMinute);
  }

  /**
   * Who is asking through this protocol, with the scopes that the credential has there. `nobody` without credentials;
   * throws Unauthenticated for wrong, malformed or expired ones, Forbidden for one that is not for this protocol.
   */
  async viewerOf(request: SignInRequest, protocol: ProtocolName): Promise<Viewer> {
    const header = authorizationOf(request.raw);
    const known = (await this.signed(request)) ?? (header === null ? null : await this.presented(request, header));
    if (!known) return nobody;
    await this.rate?.count(known.user.key);
    if (known.credential.kind !== 'access-token') this.lastUsed.note(known.credential.key);
    return this.viewerAt(known, protocol);
  }

  /** A signature holds for its own request alone, so nothing of it is remembered. */
  private async signed(request: SignInRequest): Promise<KnownHeader | null> {
    const found = this.deps.legacy ? await signedBy(this.deps.legacy, request) : null;
    return found && { ...found, viewer: await this.viewer(found), version: 0, entered: {} };
  }

  private async presented(request: SignInRequest, header: string): Promise<KnownHeader> {
    if (this.deps.takesBasic === false && /^basic /i.test(header)) throw basicRefused();
    const digest = this.known.digest(header);
    const version = await this.deps.store.reader.directoryVersion();
    return (await this.stillKnown(digest, version)) ?? (await this.verified(request, digest, version));
  }

  private viewerAt({ viewer, credential, entered }: KnownHeader, protocol: ProtocolName): Viewer {
    return (entered[protocol] ??= { ...viewer, scopes: scopesAt(protocol, credential) });
  }

  /**
   * A calendar by the secret in the address of a v2 feed. NotFound when it is wrong, and where that door is closed to the
   * calendar's owner; RateLimited for who has guessed too often.
   */
  async openByCookie(from: string, open: () => Promise<OpenCalendar>): Promise<OpenCalendar> {
    const opened = await this.linkGuesses.guard(from, open);
    const owner = await this.deps.store.reader.principal(opened.calendar.ownerKey);
    if (owner && (await this.deps.legacy?.doors.isOpenTo(owner.email, 'magic-cookie')) !== false) return opened;
    throw notFound();
  }

  /** Call after revoking a credential in this process. */
  forget(credentialKey: string): void {
    this.known.forget(credentialKey);
  }

  /** Waits for writes under way. */
  settle(): Promise<void> {
    return this.lastUsed.settle();
  }

  private async stillKnown(digest: string, version: number): Promise<KnownHeader | null> {
    const known = this.known.get(digest);
    if (!known) return null;
    if (known.credential.expires !== undefined && known.credential.expires <= this.clock()) return this.drop(digest);
    if (known.version === version) return known;
    const current = await this.reread(known);
    if (!current) return this.drop(digest);
    const renewed = { ...current, viewer: await this.viewer(current), version, entered: {} };
    this.known.renew(digest, renewed);
    return renewed;
  }

  private drop(digest: string): null {
    this.known.delete(digest);
    return null;
  }

  /** Something in the directory changed: the secret need not be compared again, but its owner and rights are read anew. */
  private async reread({ credential, record }: Verified): Promise<Verified | null> {
    const { reader } = this.deps.store;
    if (record !== undefined) return (await byHash(reader, record)) ?? this.deps.legacy?.tokens.reopen(record) ?? null;
    const user = await reader.principal(credential.userKey);
    const credentials = user ? await reader.credentialsOf(user.key) : [];
    const current = credentials.find((one: Credential) => one.key === credential.key && one.hash === credential.hash);
    if (!user || !current) return null;
    // What somebody else's token opens is in the token.
    const { scopes, expires } = credential.kind === 'identity' ? credential : current;
    return { user, credential: { ...current, scopes, expires } };
  }

  private async verified(request: SignInRequest, digest: string, version: number): Promise<KnownHeader> {
    const found = await this.ask(request);
    const known = { ...found, viewer: await this.viewer(found), version, entered: {} };
    if (!found.isOnce) this.known.set(digest, known);
    return known;
  }

  private async ask(request: SignInRequest): Promise<Verified> {
    for (const strategy of this.strategies) {
      const outcome = await runStrategy<Verified>(strategy, request);
      if (outcome.kind === 'success') return outcome.user;
      if (outcome.kind === 'fail') break;
    }
    throw unauthenticated('The name or the secret is wrong.', { code: 'wrong-credentials' });
  }

  private viewer({ user, credential }: Verified): Promise<Viewer> {
    return this.deps.core.directory.viewer(user, credential.scopes, credential.calendars);
  }
}

const basicRefused = () =>
  unauthenticated('Passwords are not taken here; sign in with a token.', { code: 'basic-refused' });
