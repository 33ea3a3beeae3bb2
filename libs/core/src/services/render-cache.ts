import { LRUCache } from 'lru-cache';

/**
 * Rendered bodies in memory, bounded by octets. Rendering is a pure function of (series, change number, variant), so a
 * key that contains the change number never goes stale.
 */
export class RenderCache<T extends string | Buffer = string> {
  private readonly bodies: LRUCache<string, T>;

  constructor(maxBytes = 64 * 1_048_576) {
    this.bodies = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (body, key) => (typeof body === 'string' ? 2 : 1) * body.length + 2 * key.length + 64,
    });
  }

  /** What was rendered before, if it is still there: for those who need a body to make it. */
  find(key: string): T | undefined {
    return this.bodies.get(key);
  }

  keep(key: string, body: T): void {
    this.bodies.set(key, body);
  }

  get(key: string, make: () => T): T {
    const known = this.bodies.get(key);
    if (known !== undefined) return known;
    const body = make();
    this.bodies.set(key, body);
    return body;
  }
}
