import { LRUCache } from 'lru-cache';

/**
 * Rendered bodies in memory, bounded by octets. Rendering is a pure function of (series, change number, variant), so a
 * key that contains the change number never goes stale.
 */
export class RenderCache {
  private readonly texts: LRUCache<string, string>;

  constructor(maxBytes = 64 * 1_048_576) {
    this.texts = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (text, key) => 2 * (text.length + key.length) + 64,
    });
  }

  /** What was rendered before, if it is still there: for those who need a body to make it. */
  find(key: string): string | undefined {
    return this.texts.get(key);
  }

  keep(key: string, text: string): void {
    this.texts.set(key, text);
  }

  get(key: string, make: () => string): string {
    const known = this.texts.get(key);
    if (known !== undefined) return known;
    const text = make();
    this.texts.set(key, text);
    return text;
  }
}
