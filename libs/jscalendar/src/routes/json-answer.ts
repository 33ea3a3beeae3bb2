import type { Json } from '@dayferry/core';
import type { Answer, Exchange } from './exchange.js';
import { acceptedMedia } from './media.js';

/** A JSON document, indented where the client likes it so. */
export function jsonAnswer(exchange: Pick<Exchange, 'headers'>, body: Json | object, status = 200): Answer {
  const { isPretty } = acceptedMedia(exchange.headers);
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', vary: 'Accept' },
    body: JSON.stringify(body, null, isPretty ? 2 : undefined),
  };
}
