import { randomUUID } from 'node:crypto';
import { conflict, DayferryError } from '@dayferry/core';
import { parseEvent } from '../parse/event.js';
import type { Answer, Exchange } from './exchange.js';
import { postGroup } from './group.js';
import { memberPaths, openCollection } from './resource.js';
import { readBody, write, writeAnswer } from './write.js';

/** POST to a collection: a new object (jscalendar-rest §7). */
export async function postObject(exchange: Exchange): Promise<Answer> {
  const open = await openCollection(exchange);
  const body = readBody(exchange);
  if (body.source['@type'] === 'Group') return postGroup(exchange, open, body);
  const parsed = parseEvent(withType(exchange, body.source), body.version);
  const draft = { ...parsed, uid: parsed.uid ?? randomUUID() };
  const result = await write(exchange, open, null, () => draft).catch((error: unknown) => {
    throw located(exchange, error);
  });
  return writeAnswer(exchange, open, result);
}

/** In a collection of tasks an object without a type is a task. */
function withType({ address, headers }: Exchange, source: Parameters<typeof parseEvent>[0]): typeof source {
  const isDefaulted =
    address.kinds.includes('task') &&
    source['@type'] === 'Event' &&
    source.start === undefined &&
    !/jscalendar/.test(headers['content-type'] ?? '');
  return isDefaulted ? { ...source, '@type': 'Task' } : source;
}

/** The uid is taken: say by whom. */
function located(exchange: Exchange, error: unknown): unknown {
  if (!(error instanceof DayferryError) || error.detail.code !== 'uid-conflict') return error;
  const location = exchange.address.base + memberPaths(exchange)(String(error.detail.info?.id));
  return conflict(error.message, { code: 'uid-conflict', info: { location } });
}
