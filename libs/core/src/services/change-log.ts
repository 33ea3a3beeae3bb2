import type { InstancesFound } from '../ports/instances.port.js';
import type { KnownRow } from './known-row.js';

/** Changes that are remembered of a calendar; after more of them its rows in memory are read anew. */
export const mostChanges = 10_000;

/** Which series of a calendar changed lately: rows in memory are current without a look at each in the store. */
export class ChangeLog {
  /** Everything up to this change number is in it. */
  asOf: number;
  private readonly seqs = new Map<string, number>();

  constructor(private readonly from: number) {
    this.asOf = from;
  }

  get isFull(): boolean {
    return this.seqs.size > mostChanges;
  }

  /** `upTo`: everything after `asOf` up to here at least is in `changed`. */
  add(changed: InstancesFound['changed'], upTo: number): void {
    this.asOf = Math.max(this.asOf, upTo);
    for (const { seriesKey, seq } of changed) {
      this.seqs.set(seriesKey, Math.max(seq, this.seqs.get(seriesKey) ?? 0));
      this.asOf = Math.max(this.asOf, seq);
    }
  }

  isCurrent({ row, asOf }: KnownRow): boolean {
    const seq = this.seqs.get(row.key);
    return seq === undefined ? asOf >= this.from : row.seq >= seq;
  }
}
