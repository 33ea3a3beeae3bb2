import { DayferryError, type Clock } from '@dayferry/core';

const minute = 60_000;
/** Addresses that are remembered; the oldest make room. */
const most = 10_000;

interface Guesses {
  count: number;
  /** Epoch milliseconds. */
  until: number;
}

/** So many wrong secrets a minute from one address, and no more: RateLimited until the minute is over. */
export class GuessLimit {
  private readonly wrong = new Map<string, Guesses>();

  constructor(
    private readonly clock: Clock,
    private readonly perMinute = 20,
  ) {}

  check(from: string): void {
    const guesses = this.wrong.get(from);
    const now = this.clock();
    if (!guesses || guesses.until <= now || guesses.count < this.perMinute) return;
    const retryAfter = Math.ceil((guesses.until - now) / 1000);
    throw new DayferryError('rate-limited', 'Too many wrong addresses; try again later.', { retryAfter });
  }

  note(from: string): void {
    const now = this.clock();
    const known = this.wrong.get(from);
    if (known && known.until > now) known.count += 1;
    else this.remember(from, { count: 1, until: now + minute });
  }

  private remember(from: string, guesses: Guesses): void {
    this.wrong.delete(from);
    if (this.wrong.size >= most) this.wrong.delete(this.wrong.keys().next().value!);
    this.wrong.set(from, guesses);
  }
}
