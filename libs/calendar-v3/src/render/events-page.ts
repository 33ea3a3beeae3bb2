import type { OpenCalendar } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';
import { renderDefaultReminders } from './calendar-list-entry.js';
import { renderRole } from './calendar.js';
import { formatUpdated } from './identity.js';

export interface EventsPage {
  /** With quotes. */
  etag: string;
  /** IANA zone of the response. */
  zone: string;
  /** Epoch milliseconds. */
  updated: number;
  nextPageToken?: string | undefined;
  nextSyncToken?: string | undefined;
}

/** An events collection without its items (7.6). */
export function renderEventsPage({ calendar, entry, role }: OpenCalendar, page: EventsPage): JsonObject {
  return present({
    kind: 'calendar#events',
    etag: page.etag,
    summary: entry?.titleOverride ?? calendar.title,
    description: calendar.description || undefined,
    updated: formatUpdated(page.updated),
    timeZone: page.zone === 'Etc/UTC' ? 'UTC' : page.zone,
    accessRole: renderRole(role),
    defaultReminders: renderDefaultReminders(entry),
    nextPageToken: page.nextPageToken,
    nextSyncToken: page.nextSyncToken,
  });
}
