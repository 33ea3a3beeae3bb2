import type { Json } from '@dayferry/core';
import type { CalendarRecord } from './calendar-record.js';

/** Members in the order of the developer's guide, "Retrieving all calendars". */
export function calendarJsonc(record: CalendarRecord): Json {
  const { author } = record;
  const members: Record<string, Json | undefined> = {
    kind: 'calendar#calendar',
    etag: record.etag,
    id: record.atomId,
    created: record.published,
    updated: record.updated,
    title: record.title,
    details: record.summary,
    eventFeedLink: record.eventFeed,
    accessControlListLink: record.accessControlList,
    selfLink: record.self,
    canEdit: record.canEdit,
    author: { displayName: author.name, ...(author.email === undefined ? {} : { email: author.email }) },
    accessLevel: record.accessLevel,
    color: record.color,
    hidden: record.isHidden,
    overrideName: record.overrideName,
    location: record.location,
    selected: record.isSelected,
    timeZone: record.timeZone,
    timesCleaned: record.timesCleaned,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Json;
}
