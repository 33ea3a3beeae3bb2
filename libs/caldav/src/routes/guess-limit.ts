import { DayferryError, type Clock } from '@dayferry/core';
import { LRUCache } from 'lru-cache';

const minute = 60_000;

interface Guesses {
  count: number;
  /** Epoch milliseconds. */
  until: number;
}

/** So many wrong secrets a minute from one address, and no more: RateLimited until the minute is over. */
export class GuessLimit {
  private readonly wrong = new LRUCache<string, Guesses>({ max: 10_000 });

  constructor(
    private readonly clock: Clock,
    private readonly most = 20,
  ) {}

  check(from: string): void {
    const guesses = this.wrong.get(from);
    const now = this.clock();
    if (!guesses || guesses.until <= now || guesses.count < this.most) return;
    const retryAfter = Math.ceil((guesses.until - now) / 1000);
    throw new DayferryError('rate-limited', 'Too many wrong addresses; try again later.', { retryAfter });
  }

  note(from: string): void {
    const now = this.clock();
    const known = this.wrong.get(from);
    if (known && known.until > now) known.count += 1;
    else this.wrong.set(from, { count: 1, until: now + minute });
  }
}
