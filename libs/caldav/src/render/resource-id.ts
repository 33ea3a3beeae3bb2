import { createHash } from 'node:crypto';

/** RFC 5842 §3.1: one URI per resource for life; a version 8 UUID (RFC 9562 §5.8) made from our key. */
export function resourceId(key: string): string {
  const hex = createHash('sha256').update(`dayferry:${key}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]!;
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
