import { LRUCache } from 'lru-cache';
import type { StoreReader } from '../ports/store.port.js';

/**
 * Answers about principals, calendars, ACL rules and list entries, kept until anything in the directory changes, on
 * whatever replica: each use first compares the store's directory version (one narrow row).
 */
export class DirectoryCache {
  private version = -1;
  private readonly answers = new LRUCache<string, object>({ max: 20_000 });

  constructor(private readonly reader: StoreReader) {}

  /** Call once per request, before the first `get`. */
  async refresh(): Promise<void> {
    const version = await this.reader.directoryVersion();
    if (version === this.version) return;
    this.answers.clear();
    this.version = version;
  }

  /** A missing thing (null) is never remembered. */
  async get<T extends object>(key: string, load: () => Promise<T | null>): Promise<T | null> {
    const known = this.answers.get(key) as T | undefined;
    if (known) return known;
    const version = this.version;
    const loaded = await load();
    if (loaded && version === this.version) this.answers.set(key, loaded);
    return loaded;
  }

  /** `get` for many of one kind (`<kind>:<name>`), by name; what is missing is loaded at once. */
  async getMany<T extends object>(
    kind: string,
    names: string[],
    load: (missing: string[]) => Promise<[name: string, value: T][]>,
  ): Promise<Map<string, T>> {
    const known = new Map<string, T>();
    for (const name of names) {
      const value = this.answers.get(`${kind}:${name}`) as T | undefined;
      if (value) known.set(name, value);
    }
    const missing = names.filter((name) => !known.has(name));
    if (missing.length === 0) return known;
    const version = this.version;
    for (const [name, value] of await load(missing)) {
      known.set(name, value);
      if (version === this.version) this.answers.set(`${kind}:${name}`, value);
    }
    return known;
  }
}
