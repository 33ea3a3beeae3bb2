import type { OpenCalendar, StoredSeries } from '@dayferry/core';
import { renderInstance } from '../render/instance.js';
import { acceptedMedia } from './media.js';
import { entityTag, isNotModified, scheduleTag } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { occurrenceAt } from './occurrence.js';
import { findResource, objectText, openCollection } from './resource.js';

/** GET on one resource (jscalendar-rest §6). */
export async function getObject(exchange: Exchange): Promise<Answer> {
  const media = acceptedMedia(exchange.headers);
  const open = await openCollection(exchange);
  const stored = await findResource(exchange, open);
  const { head } = stored;
  const headers = {
    etag: entityTag(head),
    'schedule-tag': scheduleTag(head),
    'last-modified': new Date(head.updated).toUTCString(),
    vary: 'Accept',
  };
  if (isNotModified(exchange.headers, headers.etag)) return { status: 304, headers };
  if (media.isCalendar)
    return { status: 200, headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' }, body: stored.ical };
  const id = exchange.search.get('recurrence-id');
  const body =
    id === null
      ? objectText(exchange, open, stored, media.isPretty)
      : instanceText(exchange, open, stored, { id, isPretty: media.isPretty });
  return { status: 200, headers: { ...headers, 'content-type': objectType(head.kind) }, body };
}

/** One occurrence as a stand-alone object. */
function instanceText(
  exchange: Exchange,
  open: OpenCalendar,
  { series }: StoredSeries,
  { id, isPretty }: { id: string; isPretty: boolean },
): string {
  const { recurrenceId, data } = occurrenceAt(exchange, series, id);
  return JSON.stringify(renderInstance(series, recurrenceId, data, open.owner), null, isPretty ? 2 : undefined);
}

export function objectType(kind: string): string {
  return `application/jscalendar+json;type=${kind === 'task' ? 'task' : 'event'};charset=utf-8`;
}
