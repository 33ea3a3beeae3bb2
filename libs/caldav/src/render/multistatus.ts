import { setImmediate } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { xmlType, type Answer } from '../routes/exchange.js';
import { Pace } from './pace.js';
import { declarations, escapeXml } from './xml-text.js';

const head = `<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus${declarations}>`;
/** Characters. A shorter answer goes out as one text, which costs a server much less than a stream. */
const chunkLength = 262_144;

const reasons: Record<number, string> = {
  200: 'OK',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  424: 'Failed Dependency',
  507: 'Insufficient Storage',
};

export function statusLine(status: number): string {
  return `<D:status>HTTP/1.1 ${status} ${reasons[status] ?? ''}</D:status>`;
}

/** A response without properties: a deleted member, an unknown href, the mark of a truncated answer. */
export function statusResponse(path: string, status: number, error = ''): string {
  const content = error === '' ? '' : `<D:error>${error}</D:error>`;
  return `<D:response><D:href>${escapeXml(path)}</D:href>${statusLine(status)}${content}</D:response>`;
}

/** DAV:propstat of properties that are already rendered; `error` is a precondition element. */
export function propstat(properties: string, status: number, error = ''): string {
  const content = error === '' ? '' : `<D:error>${error}</D:error>`;
  return `<D:propstat><D:prop>${properties}</D:prop>${statusLine(status)}${content}</D:propstat>`;
}

/** Pieces of a 207: whole DAV:response elements, one or several at a time. */
export type Responses = Iterable<string> | AsyncIterable<string>;

/**
 * A 207. What fits into one chunk goes out as one text; longer answers are streamed, and the event loop turns between
 * chunks and whenever the making of them has taken its time, so that a listing of 10 000 members neither is held in memory
 * nor holds up others.
 */
export async function multistatus(responses: Responses, tail = ''): Promise<Answer> {
  const parts = chunks(responses, tail);
  const first = await parts.next();
  const second = await parts.next();
  const body = second.done ? String(first.value) : Readable.from(rest(String(first.value), second.value, parts));
  return { status: 207, headers: { 'content-type': xmlType }, body };
}

async function* chunks(responses: Responses, tail: string): AsyncGenerator<string, void> {
  const iterator = iteratorOf(responses);
  const pace = new Pace();
  let text = head;
  try {
    for (;;) {
      // Not `for await`, which waits for every single piece of what is at hand.
      const next = iterator.next();
      const { done, value } = next instanceof Promise ? await next : next;
      if (done) break;
      text += value;
      const isLong = text.length >= chunkLength;
      if (isLong) {
        yield text;
        text = '';
      }
      if (isLong || pace.isOver()) {
        await setImmediate();
        pace.begin();
      }
    }
  } finally {
    await iterator.return?.();
  }
  yield `${text}${tail}</D:multistatus>`;
}

function iteratorOf(responses: Responses): Iterator<string, void> | AsyncIterator<string, void> {
  return Symbol.iterator in responses ? responses[Symbol.iterator]() : responses[Symbol.asyncIterator]();
}

async function* rest(first: string, second: string, parts: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  yield first;
  yield second;
  yield* parts;
}
