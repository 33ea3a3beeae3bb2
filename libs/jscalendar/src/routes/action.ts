import { invalidInput } from '@dayferry/core';
import type { Answer, Exchange } from './exchange.js';
import { reply } from './reply.js';
import { join, split } from './split.js';

const actions: Record<string, (exchange: Exchange) => Promise<Answer>> = { reply, split, join };

/** `POST …/<id>?action=…`: what is more than a change of members. */
export function postAction(exchange: Exchange): Promise<Answer> {
  const name = exchange.search.get('action') ?? '';
  if (Object.hasOwn(actions, name)) return actions[name]!(exchange);
  const known = Object.keys(actions).join(', ');
  if (!exchange.search.has('action'))
    throw invalidInput('', 'A new object is posted to its collection.', {
      code: 'method-not-allowed',
      info: { allow: 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS' },
    });
  throw invalidInput('action', `must be one of ${known}.`, { code: 'parameter' });
}
