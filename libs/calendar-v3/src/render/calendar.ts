import type { Calendar, Json, OpenCalendar, Role } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';

const roleNames: Record<Role, string> = {
  none: 'none',
  freeBusy: 'freeBusyReader',
  reader: 'reader',
  writer: 'writer',
  owner: 'owner',
};

export function renderRole(role: Role): string {
  return roleNames[role];
}

/** Where v3's own settings of a calendar are kept. */
export const conferenceProperty = 'v3:conferenceProperties';

/** The kinds of conference that the calendar's own properties allow; empty = nothing is said. */
export function allowedConferences({ properties }: Calendar): string[] {
  const kept = properties[conferenceProperty] as { allowedConferenceSolutionTypes?: Json } | undefined;
  const types = kept?.allowedConferenceSolutionTypes;
  return Array.isArray(types) ? types.map(String) : [];
}

export function calendarEtag(calendar: Calendar): string {
  return `"${calendar.key.slice(-8)}-${calendar.revision.toString(36)}"`;
}

/** The Calendars resource: what the calendar is, whoever looks. */
export function renderCalendar(open: OpenCalendar): JsonObject {
  const { calendar } = open;
  return present({
    kind: 'calendar#calendar',
    etag: calendarEtag(calendar),
    ...renderMetadata(open),
    ...renderKind(open),
  });
}

/** What Calendars and CalendarList both say of a calendar. */
export function renderMetadata({ calendar }: OpenCalendar): { [name: string]: Json | undefined } {
  return {
    id: calendar.id,
    summary: calendar.title,
    description: calendar.description || undefined,
    location: calendar.location || undefined,
    timeZone: calendar.timeZone === 'Etc/UTC' ? 'UTC' : calendar.timeZone,
  };
}

export function renderKind({ calendar, owner }: OpenCalendar): { [name: string]: Json | undefined } {
  return {
    conferenceProperties: calendar.properties[conferenceProperty] ?? { allowedConferenceSolutionTypes: [] },
    autoAcceptInvitations: calendar.kind === 'resource' ? false : undefined,
    dataOwner: calendar.kind === 'secondary' ? owner.email : undefined,
  };
}
