import { createHash } from 'node:crypto';
import type { Json } from '@dayferry/core';

export type TokenKind = 'page' | 'sync';

/** Octets of the check in front of a token's state. */
export const sealLength = 9;

/**
 * An opaque token. The check ties it to what it was made for (user, calendar, parameters, store epoch), so that one
 * taken elsewhere is noticed; it is no secret, for a token gives no right to anything.
 */
export function sealToken(kind: TokenKind, state: Json, binding: string): string {
  const body = Buffer.from(JSON.stringify(state));
  return Buffer.concat([sealOf(kind, body, binding), body]).toString('base64url');
}

export function sealOf(kind: TokenKind, body: Buffer, binding: string): Buffer {
  return createHash('sha256').update(`${kind}\n${binding}\n`).update(body).digest().subarray(0, sealLength);
}
