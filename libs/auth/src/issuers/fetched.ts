import { unavailable, type Clock } from '@dayferry/core';

const [minute, hour] = [60_000, 3_600_000];
/** How old a document may be before it is asked for anew, and before it counts for nothing. */
const age = { fresh: 10 * minute, most: 24 * hour };
/** Between two questions, whatever happens: a flood of unknown keys, or of requests while the other side is down. */
const pause = 10_000;

/**
 * A document of another server. While that is down the one of before holds for a day; without one, Unavailable, never a
 * refusal: clients would ask for passwords.
 */
export class Fetched<T> {
  private known: { value: T; at: number } | undefined;
  private asked = -Infinity;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly load: () => Promise<T>,
    private readonly clock: Clock,
  ) {}

  async get(): Promise<T> {
    const { known } = this;
    return known && this.clock() - known.at < age.fresh ? known.value : this.renewed();
  }

  /** The newest that may be asked for now. */
  async renewed(): Promise<T> {
    const now = this.clock();
    if (!this.asking && now - this.asked >= pause) {
      this.asked = now;
      this.asking = this.ask(now).finally(() => (this.asking = undefined));
    }
    await this.asking;
    if (this.known && now - this.known.at < age.most) return this.known.value;
    throw unavailable('The sign-in server cannot be reached; try again.', { retryAfter: pause / 1_000 });
  }

  private async ask(now: number): Promise<void> {
    try {
      this.known = { value: await this.load(), at: now };
    } catch {
      // The next one who needs it asks again, after the pause.
    }
  }
}
