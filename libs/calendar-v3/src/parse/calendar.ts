import type { CalendarChanges, Json } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import { conferenceProperty } from '../render/calendar.js';
import type { JsonObject } from './json.js';
import { listAt, objectAt, textAt } from './member.js';
import { readZone } from './zone.js';

/** The writable members of the Calendars resource. A text that is not there is taken away; a title or zone is not. */
export function parseCalendar(body: JsonObject, properties: Record<string, Json>): CalendarChanges {
  const title = textAt(body, 'summary');
  const zone = textAt(body, 'timeZone');
  const conference = objectAt(body, 'conferenceProperties');
  if (conference)
    listAt(conference, 'allowedConferenceSolutionTypes', '/conferenceProperties/allowedConferenceSolutionTypes');
  return {
    ...(title ? { title } : {}),
    description: textAt(body, 'description') || undefined,
    location: textAt(body, 'location') || undefined,
    ...(zone ? { timeZone: readZone(zone, { path: '/timeZone' }) } : {}),
    properties: withConference(properties, conference),
  };
}

/** No solution is what a calendar has anyway. */
function withConference(properties: Record<string, Json>, conference: JsonObject | undefined): Record<string, Json> {
  const { [conferenceProperty]: _old, ...rest } = properties;
  const isDefault = ((conference?.allowedConferenceSolutionTypes ?? []) as Json[]).length === 0;
  return isDefault ? rest : { ...rest, [conferenceProperty]: conference! };
}

/** 5.3: a new calendar needs a title. */
export function requireSummary(body: JsonObject): void {
  if (!textAt(body, 'summary')) throw fail('required', { path: '/summary' });
}
