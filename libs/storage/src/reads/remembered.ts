import type { SeriesRef, SeriesRow, StoreReader, SyncState } from '@dayferry/core';
import { LRUCache } from 'lru-cache';

/** A number that is another one after any commit to the database by anybody. Cheap to ask, always. */
export type DataVersion = () => number;

const maxBytes = 64 * 1_048_576;
const plainBytes = 200;

/**
 * The point reads that every request makes, from memory while nothing at all has been committed since. SQLite tells
 * that for the price of a glance at its shared memory (PRAGMA data_version), so an answer is never stale.
 */
export function remembered(reader: StoreReader, version: DataVersion): StoreReader {
  const memory = new Memory(version);
  return {
    ...reader,
    directoryVersion: () => memory.get('directory', () => reader.directoryVersion()),
    syncStates: (keys) =>
      keys.length === 1
        ? memory.get<Map<string, SyncState>>(`sync ${keys[0]}`, () => reader.syncStates(keys))
        : reader.syncStates(keys),
    series: (calendarKey, ref) =>
      memory.get<SeriesRow | null>(`series ${calendarKey} ${lookupOf(ref)}`, () => reader.series(calendarKey, ref)),
  };
}

const lookupOf = (ref: SeriesRef): string => Object.entries(ref)[0]!.join(' ');

class Memory {
  private seen = -1;
  private readonly answers = new LRUCache<string, Promise<unknown>>({ max: 20_000 });
  private bytes = 0;

  constructor(private readonly version: DataVersion) {}

  get<T>(key: string, read: () => Promise<T>): Promise<T> {
    const now = this.version();
    if (now !== this.seen || this.bytes > maxBytes) this.forget(now);
    const known = this.answers.get(key) as Promise<T> | undefined;
    return known ?? this.keep(key, read());
  }

  /** A failure is not kept, and what was read while somebody committed belongs to the version before. */
  private async keep<T>(key: string, reading: Promise<T>): Promise<T> {
    const begun = this.seen;
    const answer = await reading;
    if (begun === this.seen && begun === this.version()) {
      this.answers.set(key, Promise.resolve(answer));
      this.bytes += sizeOf(answer);
    }
    return answer;
  }

  private forget(now: number): void {
    this.answers.clear();
    this.bytes = 0;
    this.seen = now;
  }
}

function sizeOf(answer: unknown): number {
  const { body = '', ical = '' } = (answer ?? {}) as Partial<SeriesRow>;
  return plainBytes + 2 * (body.length + ical.length);
}
