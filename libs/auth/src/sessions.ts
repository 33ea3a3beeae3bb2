import { createHash, randomBytes } from 'node:crypto';
import type { BrowserSession, Clock, Principal, Store } from '@dayferry/core';
import type { Verified } from './verified.js';

const lifetime = 12 * 3_600_000;

/** Somebody at a browser who has signed in. */
export interface SignedIn {
  user: Principal;
  session: BrowserSession;
}

/**
 * Browser sessions: 256 random bits in a cookie, their hash in the store. Every use reads the store, so a session ends
 * on every replica at once: at sign-out, after twelve hours, with the user, and with the password that it was begun by.
 */
export class Sessions {
  constructor(private readonly deps: { store: Store; clock: Clock }) {}

  /** A new session, never one that the browser brought along; the value of its cookie. */
  async begin({ user, credential }: Verified): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const now = this.deps.clock();
    const session = {
      hash: hashOf(secret),
      userKey: user.key,
      credentialKey: credential.key,
      created: now,
      expires: now + lifetime,
    };
    await this.deps.store.write((tx) => tx.saveSession(session));
    return secret;
  }

  async find(secret: string | undefined): Promise<SignedIn | null> {
    if (!secret || secret.length > 100) return null;
    const { reader } = this.deps.store;
    const session = await reader.session(hashOf(secret));
    if (!session || session.expires <= this.deps.clock()) return null;
    const user = await reader.principal(session.userKey);
    const credentials = user ? await reader.credentialsOf(user.key) : [];
    const isBacked = credentials.some(({ key }) => key === session.credentialKey);
    return user && isBacked ? { user, session } : null;
  }

  async end(session: BrowserSession): Promise<void> {
    await this.deps.store.write((tx) => tx.removeSession(session.hash));
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
