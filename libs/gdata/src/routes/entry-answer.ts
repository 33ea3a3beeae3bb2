import type { OpenCalendar } from '@dayferry/core';
import { eventDocument } from '../render/event-entry.js';
import type { EventRecord } from '../render/event-record.js';
import { eventUrl } from '../render/links.js';
import { withOccurrences } from '../render/occurrence-list.js';
import { commonHeaders, contentType, jsoncDocument, validatorHeaders, type Answer } from './answer.js';
import { eventContext, type Call } from './call.js';
import { renderedEvent } from './rendered-event.js';

export function createdAnswer(call: Call, open: OpenCalendar, record: EventRecord): Answer {
  const url = eventUrl(eventContext(call, open), record.id);
  const answer = entryAnswer(call, open, record, 201);
  return { ...answer, headers: { ...answer.headers, location: url, 'content-location': url } };
}

export function entryAnswer(call: Call, open: OpenCalendar, record: EventRecord, status: number): Answer {
  const context = eventContext(call, open);
  return textAnswer(call, renderedEvent(call, record, context), record, status);
}

/** An entry as it stands in the cache, as a document. */
export function textAnswer(
  call: Call,
  text: string,
  { etag, updated }: Pick<EventRecord, 'etag' | 'updated'>,
  status: number,
): Answer {
  const { format, version } = call.request;
  const body =
    format === 'jsonc' ? jsoncDocument(withOccurrences(text, format, []), call) : eventDocument(text, version.major);
  const headers = { ...commonHeaders(call), ...validatorHeaders({ etag: `"${etag}"`, updated }) };
  return { status, headers: { ...headers, 'content-type': contentType(format, 'entry') }, body };
}
