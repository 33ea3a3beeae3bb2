import { hash } from 'node:crypto';
import type { SeriesHead } from '@dayferry/core';
import { eventEntry } from '../render/event-entry.js';
import { eventJsoncText } from '../render/event-jsonc.js';
import type { EventContext, EventRecord } from '../render/event-record.js';
import type { Call } from './call.js';

/** Everything but the event itself that decides how it is rendered, short enough to be part of a key. */
export function variantOf({ request }: Call, context: EventContext): string {
  const { publicUrl: _same, ...rest } = context;
  return hash('sha1', JSON.stringify([request.format, rest]), 'base64url');
}

export interface TextKey {
  /** Event id, or `<series id>_<original start>`. */
  id: string;
  head: Pick<SeriesHead, 'key' | 'seq' | 'isRedacted'>;
  variant: string;
}

export function textKey({ id, head: { key, seq, isRedacted }, variant }: TextKey): string {
  return `${key}:${seq}:v2:${variant}:${id}${isRedacted ? ':busy' : ''}`;
}

/** An Atom entry or a JSON-C object of this record, by the cache; a series' text has the mark for its occurrences. */
export function renderedEvent(call: Call, record: EventRecord, context: EventContext): string {
  const head = { key: record.key, seq: record.seq, isRedacted: record.isBusy };
  return call.core.rendered.get(textKey({ id: record.id, head, variant: variantOf(call, context) }), () =>
    renderEvent(call, record, context),
  );
}

export function renderEvent({ request }: Call, record: EventRecord, context: EventContext): string {
  return request.format === 'jsonc' ? eventJsoncText(record, context) : eventEntry(record, context);
}
