import { DayferryError, type Clock } from '@dayferry/core';

const minute = 60_000;
/** Network addresses that are remembered; the oldest make room. */
const most = 10_000;

interface Guesses {
  count: number;
  /** Epoch milliseconds. */
  until: number;
}

/** Wrong secrets of private addresses, through all protocols: so many a minute from one network address, and no more. */
export class LinkGuesses {
  private readonly wrong = new Map<string, Guesses>();

  constructor(
    private readonly clock: Clock,
    private readonly perMinute = 20,
  ) {}

  /**
   * Opens by a secret. When that is not found, and was not found too often from there, RateLimited instead, until the minute is
   * over. A right secret always opens: an office behind one network address has stale ones too.
   */
  async guard<T>(from: string, open: () => Promise<T>): Promise<T> {
    try {
      return await open();
    } catch (error) {
      if (error instanceof DayferryError && error.kind === 'not-found') this.note(from);
      throw error;
    }
  }

  private note(from: string): void {
    const now = this.clock();
    const known = this.wrong.get(from);
    if (!known || known.until <= now) return this.remember(from, { count: 1, until: now + minute });
    known.count += 1;
    if (known.count <= this.perMinute) return;
    const retryAfter = Math.ceil((known.until - now) / 1000);
    throw new DayferryError('rate-limited', 'Too many wrong addresses; try again later.', {
      code: 'too-many-guesses',
      retryAfter,
    });
  }

  private remember(from: string, guesses: Guesses): void {
    this.wrong.delete(from);
    if (this.wrong.size >= most) this.wrong.delete(this.wrong.keys().next().value!);
    this.wrong.set(from, guesses);
  }
}
