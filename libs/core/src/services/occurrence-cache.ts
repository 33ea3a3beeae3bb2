import { LRUCache } from 'lru-cache';
import type { Limits } from '../limits.js';
import type { SeriesDraft } from '../model/series.js';
import type { SeriesHead } from '../ports/store.port.js';
import { expand } from '../recurrence/expand.js';

const day = 86_400_000;
/** Occurrences are remembered in blocks of this length; a week's query touches one or two. */
const block = 182 * day;
const maxBlocks = 8;

/** Start and end of each occurrence that touches a block, flat: s0, e0, s1, e1, … */
type Times = Float64Array;

/**
 * Remembers when series occur, by change number, so that a range query over a calendar full of living weekly meetings
 * neither parses nor expands them again. Exact: a changed series has another change number.
 */
export class OccurrenceCache {
  private readonly blocks: LRUCache<string, Times>;

  constructor(
    private readonly limits: Limits,
    maxBytes = 32 * 1_048_576,
  ) {
    this.blocks = new LRUCache({ maxSize: maxBytes, sizeCalculation: (times) => times.byteLength + 96 });
  }

  /** True or false when known; null when the body is needed (`learn`, then ask again). */
  occursIn(head: SeriesHead, zone: string, from: number, to: number): boolean | null {
    const numbers = blockNumbers(from, to);
    if (!numbers) return null;
    let isKnown = true;
    for (const number of numbers) {
      const times = this.blocks.get(keyOf(head, zone, number));
      if (!times) isKnown = false;
      else if (overlaps(times, from, to)) return true;
    }
    return isKnown ? false : null;
  }

  /** Expands what is missing; answers like `occursIn`, for windows of any length. */
  learn(head: SeriesHead, series: SeriesDraft, zone: string, { from, to }: { from: number; to: number }): boolean {
    const numbers = blockNumbers(from, to);
    const isKnown = numbers?.every((number) => this.learnBlock(head, series, zone, number)) ?? false;
    if (isKnown) return this.occursIn(head, zone, from, to) ?? false;
    const limits = { ...this.limits, instancesPerAnswer: 1 };
    return expand(series, { ...window(from, to), zone, limits }).occurrences.length > 0;
  }

  /** False for a series with more instances than a block may hold: its windows are expanded one by one. */
  private learnBlock(head: SeriesHead, series: SeriesDraft, zone: string, number: number): boolean {
    const key = keyOf(head, zone, number);
    if (this.blocks.has(key)) return true;
    const { occurrences, isTruncated } = expand(series, {
      from: number * block,
      to: (number + 1) * block,
      zone,
      limits: this.limits,
    });
    if (isTruncated) return false;
    this.blocks.set(key, Float64Array.from(occurrences.flatMap((item) => [item.startUtc, item.endUtc])));
    return true;
  }
}

function window(from: number, to: number): { from?: number; to?: number } {
  return { ...(Number.isFinite(from) ? { from } : {}), ...(Number.isFinite(to) ? { to } : {}) };
}

function keyOf(head: SeriesHead, zone: string, number: number): string {
  return `${head.key}:${head.seq}:${number}:${zone}`;
}

function blockNumbers(from: number, to: number): number[] | null {
  const [first, last] = [Math.floor(from / block), Math.floor((to - 1) / block)];
  if (!Number.isFinite(first) || !Number.isFinite(last) || last - first >= maxBlocks) return null;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** RFC 4791 §9.9: an instance without length counts when its start is inside. */
function overlaps(times: Times, from: number, to: number): boolean {
  for (let i = 0; i < times.length; i += 2) {
    const [start, end] = [times[i]!, times[i + 1]!];
    if (start < to && (end > from || (start === end && start >= from))) return true;
  }
  return false;
}
