import { hash } from 'node:crypto';

/** SHA-256 in hex of the exact text: unlike a collation it tells `A` from `a` and `a` from `a `. */
export function hashText(text: string): string {
  return hash('sha256', text, 'hex');
}
