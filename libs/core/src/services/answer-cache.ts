import { LRUCache } from 'lru-cache';

const longestKey = 4_096;

/**
 * Whole answers in memory: joining and encoding a thousand texts costs more than finding them. A key names all that an
 * answer depends on (who asks, for what, the state of everything that is shown), so none goes stale. Each is kept from the
 * second time on that it is asked for: keeping what nobody asks for again is work for the collector.
 */
export class AnswerCache<T extends object> {
  private readonly answers: LRUCache<string, T>;
  private readonly asked = new LRUCache<string, true>({ max: 5_000 });

  constructor(octetsOf: (answer: T) => number) {
    this.answers = new LRUCache({
      maxSize: 64 * 1_048_576,
      maxEntrySize: 8 * 1_048_576,
      sizeCalculation: (answer, key) => octetsOf(answer) + 2 * key.length + 500,
    });
  }

  /** The answer that was given to the same question before, or a new one; errors are not kept. */
  async get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.answers.get(key);
    if (known) return known;
    const answer = await make();
    if (key.length > longestKey) return answer;
    if (this.asked.has(key)) this.answers.set(key, answer);
    this.asked.set(key, true);
    return answer;
  }
}
