import { LRUCache } from 'lru-cache';

/** Making the text costs more than finding it, and answers of one second, or of one event, have the same. */
const known = new LRUCache<number, string>({ max: 1_000 });

/** RFC 9110 §5.6.7: an HTTP date (`Mon, 02 Mar 2026 09:00:00 GMT`) of epoch milliseconds. */
export function httpDate(millis: number): string {
  const second = Math.floor(millis / 1000);
  const found = known.get(second);
  if (found !== undefined) return found;
  const text = new Date(second * 1000).toUTCString();
  known.set(second, text);
  return text;
}
