import { fail } from '../errors/fail.js';
import type { Call } from './call.js';

/** If-None-Match on a read: true = the client's copy is current (304). Weak validators compare by their opaque part. */
export function isNotModified(call: Pick<Call, 'header'>, etag: string | undefined): boolean {
  const header = call.header('if-none-match');
  return header !== undefined && etag !== undefined && names(header, etag);
}

/** If-Match on a write: 412 when the record is no longer the one the client saw; `*` matches whatever exists. */
export function requireMatch(call: Pick<Call, 'header'>, etag: string): void {
  const header = call.header('if-match');
  if (header !== undefined && !names(header, etag)) throw fail('conditionNotMet');
}

/** If-Match was compared with the record as it was read; inside the write it must still be that one. */
export function requireUnchanged(call: Pick<Call, 'header'>, seq: number, current: { seq: number } | null): void {
  const header = call.header('if-match');
  if (header !== undefined && header.trim() !== '*' && current?.seq !== seq) throw fail('conditionNotMet');
}

function names(header: string, etag: string): boolean {
  const wanted = header.split(',').map((item) => item.trim().replace(/^W\//i, ''));
  return wanted.includes('*') || wanted.includes(etag) || wanted.includes(etag.replaceAll('"', ''));
}
