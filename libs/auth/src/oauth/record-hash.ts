import { createHash } from 'node:crypto';

/** Under what the store keeps a record of a kind. Ids that open something have 128 random bits or more. */
export function recordHash(model: string, id: string): string {
  return createHash('sha256').update(`${model}:${id}`).digest('hex');
}
