import { setTimeout as delay } from 'node:timers/promises';
import { DayferryError, type ChangePage, type OpenCalendar } from '@dayferry/core';
import { errorText } from '../errors/error-answer.js';
import { collectionPath } from './address.js';
import type { Answer, Exchange } from './exchange.js';
import { memberPaths, objectText, openCollection } from './resource.js';
import { readToken, writeToken } from './sync-token.js';

const second = 1_000;
/** A comment after this many quiet seconds keeps proxies from cutting the connection. */
const heartbeat = 15;
const pageSize = 100;
const mostStreams = 200;

let running = 0;

export function wantsEvents({ headers }: Exchange): boolean {
  return /^\s*text\/event-stream\b/i.test(headers.accept ?? '');
}

/**
 * Server-sent events of one collection. Each carries the members that changed, as a listing with sync-token does, and
 * its id is the sync-token after it: a client that comes back with `Last-Event-ID` (or `sync-token`) misses nothing.
 * Without either it starts with what changes from now on.
 */
export async function streamChanges(exchange: Exchange): Promise<Answer> {
  if (running >= mostStreams) throw new DayferryError('rate-limited', 'Too many change streams are open.');
  const open = await openCollection(exchange);
  const given = exchange.headers['last-event-id'] ?? exchange.search.get('sync-token') ?? '';
  const since = given === '' ? open.sync.seq : readToken(open, given, '').seq;
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
    body: counted(events(exchange, open, since)),
  };
}

async function* counted(source: AsyncIterable<string>): AsyncIterable<string> {
  running += 1;
  try {
    yield* source;
  } finally {
    running -= 1;
  }
}

async function* events(exchange: Exchange, first: OpenCalendar, since: number): AsyncIterable<string> {
  let [position, quiet] = [since, 0];
  yield `retry: 3000\nevent: open\n${idLine(exchange, first, position)}data: {}\n\n`;
  while (!exchange.signal.aborted) {
    try {
      const open = await reopened(exchange);
      if (open.sync.seq > position) {
        const page = await exchange.core.events.changes(open, position, pageSize);
        position = page.upTo;
        quiet = 0;
        yield changeEvent(exchange, open, page);
      } else {
        quiet += 1;
        if (quiet % heartbeat === 0) yield ': still here\n\n';
        await delay(second, undefined, { signal: exchange.signal }).catch(() => undefined);
      }
    } catch (error) {
      if (!(error instanceof DayferryError)) throw error;
      yield `event: error\ndata: ${errorText(error)}\n\n`;
      return;
    }
  }
}

/** With the credentials looked at again: a stream ends with the right to see it. */
async function reopened(exchange: Exchange): Promise<OpenCalendar> {
  return openCollection({ ...exchange, viewer: await exchange.authenticate() });
}

function changeEvent(exchange: Exchange, open: OpenCalendar, { items, upTo }: ChangePage): string {
  const wanted = items.filter(({ head }) => exchange.address.kinds.includes(head.kind));
  const pathOf = memberPaths(exchange);
  const members = wanted.map((stored) => {
    const path = JSON.stringify(pathOf(stored.head.id));
    return `${path}:${stored.head.isDeleted ? 'null' : objectText(exchange, open, stored)}`;
  });
  return `event: change\n${idLine(exchange, open, upTo)}data: {"responses":{${members.join(',')}}}\n\n`;
}

function idLine({ publicUrl, address }: Exchange, open: OpenCalendar, seq: number): string {
  return `id: ${publicUrl}${address.base}${collectionPath(address)}${writeToken(open, { seq }, '')}\n`;
}
