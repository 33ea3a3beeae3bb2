import type { Clock, Store } from '@dayferry/core';
import { LRUCache } from 'lru-cache';

const interval = 60_000;

/** Notes when a credential was last used: once a minute at most, beside the request, and without a word when it fails. */
export class LastUsed {
  private readonly noted = new LRUCache<string, number>({ max: 20_000 });
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly store: Pick<Store, 'write'>,
    private readonly clock: Clock,
  ) {}

  note(credentialKey: string): void {
    const now = this.clock();
    const before = this.noted.get(credentialKey);
    if (before !== undefined && now - before < interval) return;
    this.noted.set(credentialKey, now);
    const writing: Promise<void> = this.store
      .write((tx) => tx.touchCredential(credentialKey, now))
      // A figure for administrators: a busy or closed database must not fail a request over it.
      .catch(() => undefined)
      .finally(() => this.pending.delete(writing));
    this.pending.add(writing);
  }

  /** Waits for notes under way; for a clean shutdown. */
  async settle(): Promise<void> {
    await Promise.all(this.pending);
  }
}
