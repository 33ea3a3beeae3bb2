import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ProtocolName, Viewer } from '@dayferry/core';
import type { Verified } from './verified.js';

/** A header that was verified, with what was found. */
export interface KnownHeader extends Verified {
  viewer: Viewer;
  /** The store's directory version that `viewer` was read at. */
  version: number;
  /** The viewer with the scopes that it has in each protocol, once it was there. */
  entered: Partial<Record<ProtocolName, Viewer>>;
}

const ttl = 60_000;

/**
 * Headers verified within the last minute, so that a Basic client does not pay for scrypt on each request. Kept under a
 * digest keyed with a random key of this process: a dump of the memory of this map gives no secret back.
 */
export class KnownHeaders {
  private readonly key = randomBytes(32).toString('base64url');
  private readonly entries = new LRUCache<string, KnownHeader>({ max: 10_000, ttl });

  digest(header: string): string {
    return hash('sha256', this.key + header, 'base64url');
  }

  get(digest: string): KnownHeader | undefined {
    return this.entries.get(digest);
  }

  set(digest: string, known: KnownHeader): void {
    this.entries.set(digest, known);
  }

  /** The same header with newer facts; its minute runs on. */
  renew(digest: string, known: KnownHeader): void {
    this.entries.set(digest, known, { noUpdateTTL: true });
  }

  delete(digest: string): void {
    this.entries.delete(digest);
  }

  forget(credentialKey: string): void {
    for (const [digest, known] of this.entries.entries())
      if (known.credential.key === credentialKey) this.entries.delete(digest);
  }
}
