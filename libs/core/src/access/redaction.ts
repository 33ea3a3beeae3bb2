import type { Calendar, Role } from '../model/calendar.js';
import type { EventData, EventPatch } from '../model/event-data.js';
import type { Availability, EventSeries } from '../model/series.js';
import type { JCalComponent } from '../model/shadow.js';
import type { PrivacyLevel } from '../ports/store.port.js';
import { atLeast } from './roles.js';
import type { Viewer } from './viewer.js';

export type Sight = 'full' | 'busy' | 'hidden';

/**
 * What a role shows of a series: free/busy readers see blocks of time; readers do not see private events' details;
 * secret ones (JSCalendar) exist for the owner only (RFC 8984 §4.4.3).
 */
export function sightOf(role: Role, privacy: PrivacyLevel): Sight {
  if (role === 'owner') return 'full';
  if (privacy === 2) return 'hidden';
  if (role === 'writer') return 'full';
  return role === 'reader' && privacy === 0 ? 'full' : 'busy';
}

/** True when everything in the calendar is shown whole, so that no row needs a look. */
export function seesAll(role: Role): boolean {
  return atLeast(role, 'owner');
}

/**
 * Whether a viewer is shown what programs keep in events for themselves (v3 `extendedProperties.private`, v2's realm of one
 * calendar): the calendar's owner, and who may write in it.
 */
export function seesPrivateParts({ role, viewer, calendar }: PartsView): boolean {
  return atLeast(role, 'writer') || viewer.user?.key === calendar.ownerKey;
}

interface PartsView {
  role: Role;
  viewer: Viewer;
  calendar: Pick<Calendar, 'ownerKey'>;
}

const shown = [
  'start',
  'end',
  'duration',
  'showWithoutTime',
  'transparency',
  'visibility',
  'status',
  'due',
  'sequence',
] as const;

function timesOnly<T extends EventData | EventPatch>(data: T): T {
  const result: Record<string, unknown> = {};
  for (const name of shown) if (data[name] !== undefined) result[name] = data[name];
  return result as T;
}

const timing = new Set(
  'uid dtstamp dtstart dtend duration busytype priority recurrence-id rrule rdate exdate exrule'.split(' '),
);

function withoutTexts(availability: Availability): Availability {
  const timed = ([name, properties, components]: JCalComponent): JCalComponent => [
    name,
    properties.filter(([property]) => timing.has(property)),
    components.map(timed),
  ];
  return { ...availability, component: timed(availability.component) };
}

/** The same series with nothing in it but times and what busy time needs. */
export function redacted(series: EventSeries): EventSeries {
  const { calendarProperties: _properties, prodId: _prodId, creator: _creator, updater: _updater, ...rest } = series;
  return {
    ...rest,
    master: timesOnly(series.master),
    ...(series.availability ? { availability: withoutTexts(series.availability) } : {}),
    overrides: series.overrides.map((override) => ({ ...override, patch: timesOnly(override.patch) })),
  };
}

/** The same series without what programs keep in it for themselves. */
export function withoutPrivateParts(series: EventSeries): EventSeries {
  const without = <T extends EventData | EventPatch>({ privateProperties: _own, ...rest }: T) => rest;
  return {
    ...series,
    master: without(series.master),
    overrides: series.overrides.map((override) => ({ ...override, patch: without(override.patch) })),
  };
}
