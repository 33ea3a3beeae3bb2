import { unavailable } from '@dayferry/core';

/** SQLite has one writer: transactions wait here, in order, instead of failing on a busy file. */
export class WriteQueue {
  private tail: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly most = 1_000) {}

  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= this.most)
      return Promise.reject(unavailable('Too many changes are waiting.', { retryAfter: 1 }));
    this.waiting += 1;
    const result = this.tail.then(work).finally(() => {
      this.waiting -= 1;
    });
    this.tail = result.catch(() => undefined);
    return result;
  }
}
