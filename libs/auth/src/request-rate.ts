import { DayferryError } from '@dayferry/core';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/**
 * Requests of one user in a minute, whatever the protocol and however many tokens. Counted by each replica for itself:
 * a number in the store would cost a write a request.
 */
export class RequestRate {
  private readonly limiter: RateLimiterMemory;

  constructor(perMinute: number) {
    this.limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** RateLimited beyond the limit, with the seconds until the minute is over. */
  async count(userKey: string): Promise<void> {
    try {
      await this.limiter.consume(userKey);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new DayferryError('rate-limited', 'Too many requests; slow down.', {
        code: 'too-many-requests',
        retryAfter: Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)),
      });
    }
  }
}
