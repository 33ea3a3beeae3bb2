import { createHash } from 'node:crypto';
import type { Json } from '@dayferry/core';
import type { Call } from './call.js';

/** The etag of a list: what it was asked for, and where everything stood that its answer depends on. With quotes. */
export function collectionEtag({ query, path, viewer }: Call, state: Json[]): string {
  const text = JSON.stringify([query, path, viewer.user?.key ?? '', ...state]);
  return `"p3${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}
