import { createHash, createHmac, randomBytes } from 'node:crypto';
import { auditEntry, DayferryError, type CoreDependencies } from '@dayferry/core';
import { LRUCache } from 'lru-cache';

/** Wrong passwords in a quarter of an hour after which no other is looked at. */
export const mostFailures = { perAccountAndAddress: 10, perAccount: 100, perAddress: 100 };
const period = 15 * 60_000;

export interface Attempt {
  /** The account that was named, lower case. */
  name: string;
  /** Network address of the client. */
  ip: string;
  /** The same wrong one counts once. */
  secret: string;
  /** Somebody has answered a captcha: only the counts of the account, and of the address, hold this one back. */
  isPerson?: boolean;
}

/**
 * Holds back who guesses passwords that people chose; made-up secrets cannot be guessed and never come here. What counts
 * is the account seen from one network address, so that one wrong phone locks out nobody else, and the same wrong
 * password again counts for nothing. The counts are in the store, for all replicas; which passwords they were, only here,
 * under digests with a random key.
 */
export class Throttle {
  private readonly key = randomBytes(32);
  private readonly counted: LRUCache<string, true>;
  private readonly underWay = new Map<string, number>();

  constructor(private readonly deps: Pick<CoreDependencies, 'store' | 'clock' | 'ids'>) {
    this.counted = new LRUCache({ max: 50_000, ttl: period, perf: { now: () => deps.clock() } });
  }

  /**
   * Runs the comparison, or throws RateLimited before it when too many were wrong. Comparisons under way count as well,
   * so that a burst is no way around.
   */
  async guard<T>(attempt: Attempt, compare: () => Promise<T | null>): Promise<T | null> {
    const digest = createHmac('sha256', this.key)
      .update(JSON.stringify([attempt.name, attempt.secret]))
      .digest('base64url');
    if (this.counted.has(digest)) return compare();
    const rows = hashesOf(attempt);
    this.begin(rows, 1);
    try {
      await this.check(attempt.isPerson ? rows.slice(1) : rows);
      const found = await compare();
      if (!found) {
        this.counted.set(digest, true);
        await this.note(attempt, rows);
      }
      return found;
    } finally {
      this.begin(rows, -1);
    }
  }

  private begin(rows: Counted[], step: 1 | -1): void {
    for (const { hash } of rows) {
      const count = (this.underWay.get(hash) ?? 0) + step;
      if (count > 0) this.underWay.set(hash, count);
      else this.underWay.delete(hash);
    }
  }

  private async check(rows: Counted[]): Promise<void> {
    const now = this.deps.clock();
    const hashes = rows.map(({ hash }) => hash);
    const failures = await this.deps.store.reader.failures(hashes, now);
    for (const { hash, most } of rows) {
      const { count, until } = failures.get(hash) ?? { count: 0, until: now + 1_000 };
      if (count + this.underWay.get(hash)! > most) throw tooMany(Math.ceil((until - now) / 1_000));
    }
  }

  private async note(attempt: Attempt, rows: Counted[]): Promise<void> {
    const now = this.deps.clock();
    const { name, ip } = attempt;
    const entry = auditEntry(this.deps, { action: 'sign-in-failed', actor: name, subject: name, ip });
    await this.deps.store.write(async (tx) => {
      for (const { hash } of rows) await tx.noteFailure(hash, now, now + period);
      await tx.appendAudit(entry);
    });
  }
}

interface Counted {
  hash: string;
  most: number;
}

function hashesOf({ name, ip }: Attempt): Counted[] {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  return [
    { hash: hash(`both ${name} ${ip}`), most: mostFailures.perAccountAndAddress },
    { hash: hash(`account ${name}`), most: mostFailures.perAccount },
    { hash: hash(`address ${ip}`), most: mostFailures.perAddress },
  ];
}

const tooMany = (retryAfter: number): DayferryError =>
  new DayferryError('rate-limited', 'Too many wrong passwords; try again later.', {
    code: 'too-many-failures',
    retryAfter,
  });
