import type { Json } from '@dayferry/core';
import { sealLength, sealOf, type TokenKind } from '../render/token.js';

/** Longer ones were not made here. */
const maxLength = 6000;

/** The state of a token made for exactly this purpose; null for an altered, foreign, cut or made-up one. */
export function openToken(kind: TokenKind, text: string, binding: string): Json {
  if (text.length > maxLength || !/^[\w-]+$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const body = bytes.subarray(sealLength);
  if (body.length === 0 || !sealOf(kind, body, binding).equals(bytes.subarray(0, sealLength))) return null;
  return parseState(body);
}

function parseState(body: Buffer): Json {
  try {
    return JSON.parse(body.toString()) as Json;
  } catch {
    return null;
  }
}
