import { setImmediate as turn } from 'node:timers/promises';
import { unavailable } from '@dayferry/core';
import type { DataSource } from 'typeorm';
import { outsideError } from './database-error.js';
import { mayRepeat, transact, transactTogether, type Work } from './unit-of-work.js';

interface Job {
  work: Work<unknown>;
  /** When it came to wait. */
  begun: number;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** Works of one transaction: what waits meanwhile waits no longer than for as many. */
const together = 16;

/**
 * SQLite has one writer: works wait here, in order, instead of failing on a busy file. What turns of the event loop bring
 * one after another is committed together, since a commit waits for the disk.
 */
export class WriteQueue {
  private readonly jobs: Job[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly source: DataSource,
    private readonly most = 1_000,
  ) {}

  write<T>(work: Work<T>): Promise<T> {
    if (this.jobs.length >= this.most)
      return Promise.reject(unavailable('Too many changes are waiting.', { retryAfter: 1 }));
    return new Promise((resolve, reject) => {
      this.jobs.push({ work, begun: Date.now(), resolve: resolve as Job['resolve'], reject });
      this.running ??= this.drain();
    });
  }

  /** When nothing waits any more. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.jobs.length > 0) {
      await this.gather();
      await this.commit(this.jobs.splice(0, together));
    }
    this.running = null;
  }

  /** Until a turn brings none. */
  private async gather(): Promise<void> {
    for (let before = 0; before < this.jobs.length && this.jobs.length < together;) {
      before = this.jobs.length;
      await turn();
    }
  }

  private async commit(jobs: Job[]): Promise<void> {
    const works = jobs.map(({ work }) => work);
    const outcomes = works.length > 1 ? await transactTogether(this.source, works) : null;
    for (const [i, job] of jobs.entries()) {
      const outcome = outcomes?.[i];
      if (!outcome || ('error' in outcome && mayRepeat(outcome.error))) await this.alone(job);
      else if ('error' in outcome) job.reject(outsideError(outcome.error));
      else job.resolve(outcome.value);
    }
  }

  private async alone({ work, begun, resolve, reject }: Job): Promise<void> {
    await transact(this.source, 'sqlite', work, begun).then(resolve, reject);
  }
}
