import { httpDate, type OpenCalendar, type StoredSeries } from '@dayferry/core';
import { renderInstance } from '../render/instance.js';
import { acceptedMedia, type Media } from './media.js';
import type { Version } from '../version.js';
import { entityTag, isNotModified, scheduleTag } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { occurrenceAt } from './occurrence.js';
import { objectText, openResource } from './resource.js';

/** GET on one resource (jscalendar-rest §6). */
export async function getObject(exchange: Exchange): Promise<Answer> {
  const media = acceptedMedia(exchange.headers);
  const { open, stored } = await openResource(exchange);
  const { head } = stored;
  const headers = {
    etag: entityTag(head),
    'schedule-tag': scheduleTag(head),
    'last-modified': httpDate(head.updated),
    vary: 'Accept',
  };
  if (isNotModified(exchange.headers, headers.etag)) return { status: 304, headers };
  if (media.isCalendar)
    return { status: 200, headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' }, body: stored.ical };
  const id = exchange.search.get('recurrence-id');
  const body =
    id === null
      ? objectText(exchange, open, stored, media.isPretty)
      : instanceText(exchange, open, stored, { id, media });
  return { status: 200, headers: { ...headers, 'content-type': objectType(head.kind, media.version) }, body };
}

/** One occurrence as a stand-alone object. */
function instanceText(
  exchange: Exchange,
  open: OpenCalendar,
  { series }: StoredSeries,
  { id, media: { version, isPretty } }: { id: string; media: Media },
): string {
  const { recurrenceId, data } = occurrenceAt(exchange, series, id);
  const object = renderInstance(series, recurrenceId, data, { owner: open.owner, version });
  return JSON.stringify(object, null, isPretty ? 2 : undefined);
}

/** RFC 8984 had no parameter for the version. */
export function objectType(kind: string, version: Version): string {
  const type = `type=${kind === 'task' ? 'task' : 'event'}`;
  return `application/jscalendar+json;${type}${version === '1.0' ? '' : `;version=${version}`};charset=utf-8`;
}
