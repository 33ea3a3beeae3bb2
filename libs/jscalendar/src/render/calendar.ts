import { type ComponentName, etagOf, formatUtcSeconds, type Json, type OpenCalendar } from '@dayferry/core';
import { defined } from './keys.js';

/** There is no type for VAVAILABILITY. */
const typeNames: Partial<Record<ComponentName, string>> = { VEVENT: 'Event', VTODO: 'Task', VJOURNAL: 'Journal' };

/** A calendar with this user's own settings for it. `href` is the collection of its objects, below the mount. */
export function calendarObject(open: OpenCalendar, href: string): Json {
  const { calendar, entry, role, owner } = open;
  return defined({
    '@type': 'Calendar',
    id: calendar.id,
    href,
    title: calendar.title,
    name: entry?.titleOverride,
    description: calendar.description,
    location: calendar.location,
    timeZone: calendar.timeZone,
    color: entry?.color,
    types: calendar.components.flatMap((component) => typeNames[component] ?? []),
    isPrimary: calendar.kind === 'primary',
    isSubscribed: entry !== null,
    isHidden: entry?.isHidden ?? false,
    isSelected: entry?.isSelected ?? false,
    role,
    owner: { name: owner.name, email: owner.email },
    created: formatUtcSeconds(calendar.created),
    updated: formatUtcSeconds(calendar.updated),
  }) as Json;
}

/** Changes with the calendar's own properties and with this user's settings for it. */
export function calendarTag({ calendar, entry, role }: OpenCalendar): string {
  return `"${etagOf({ key: calendar.key, seq: calendar.revision })}-${(entry?.revision ?? 0).toString(36)}-${role}"`;
}
