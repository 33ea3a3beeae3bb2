import { type EventData, isDate, type Json, type JsonObject, type SeriesDraft } from '@dayferry/core';
import { carriedMembers, extendedProperties, vendor } from '../vendor.table.js';
import type { Version } from '../version.js';
import { alertsOf } from './alerts.js';
import { defined, joined, setOf } from './keys.js';
import { linksOf, relatedToOf } from './links.js';
import { type CalendarOwner, participantsOf } from './participants.js';
import { locationsOf, virtualLocationsOf } from './places.js';
import { localOf, timesOf } from './times.js';
import { contentOf2 } from './version-2.js';

export interface ContentContext {
  /** Null: an object that is in no calendar. */
  owner: CalendarOwner | null;
  series: SeriesDraft;
  version: Version;
}

/** All that one occurrence says, without identity and recurrence. Defaults are left out. */
export function contentOf(data: EventData, context: ContentContext): JsonObject {
  const content = contentOf1(data, context);
  return context.version === '1.0' ? content : contentOf2(content, data, context.owner);
}

/** RFC 8984 §4 and §5. */
function contentOf1(data: EventData, { owner, series, version }: ContentContext): JsonObject {
  const isTask = series.kind === 'task';
  const own = {
    sequence: data.sequence === 0 ? undefined : data.sequence,
    locations: locationsOf(data),
    virtualLocations: virtualLocationsOf(data),
    links: linksOf(data, version),
    keywords: setOf(data.keywords),
    categories: setOf(data.concepts),
    color: data.color?.css,
    [colorId]: data.color?.id,
    priority: data.priority || undefined,
    status: isTask || data.status === 'confirmed' ? undefined : data.status,
    freeBusyStatus: freeBusyOf(data),
    privacy: privacyOf(data),
    hideAttendees: data.guestsCanSeeOtherGuests === undefined ? undefined : !data.guestsCanSeeOtherGuests,
  };
  const attached = {
    alerts: alertsOf(data),
    relatedTo: relatedToOf(data, version),
    [extendedProperties]: defined({ shared: data.sharedProperties, private: data.privateProperties }),
  };
  return joined(
    carried(data),
    descriptionOf(data),
    timesOf(data, series.timeZones),
    isTask ? taskOf(data) : nothing,
    own,
    participantsOf(data, { owner, isTask }),
    attached,
    data.shadow?.js ?? nothing,
  );
}

const nothing = {};
const colorId = `${vendor}colorId`;
const carriedEntries = Object.entries(carriedMembers);

function carried(data: EventData): JsonObject {
  const result: JsonObject = {};
  for (const [name, member] of carriedEntries) if (data[member] !== undefined) result[name] = data[member];
  return result;
}

function descriptionOf({ description }: EventData): JsonObject {
  if (!description) return {};
  return {
    description: description.text,
    ...(description.type === undefined ? {} : { descriptionContentType: description.type }),
  };
}

function freeBusyOf({ transparency }: EventData): string | undefined {
  if (transparency === undefined || transparency === 'opaque') return undefined;
  return transparency === 'transparent' ? 'free' : transparency;
}

function privacyOf({ visibility, visibilityLiteral, isSecret }: EventData): string | undefined {
  if (isSecret || visibility === 'confidential') return 'secret';
  return visibilityLiteral?.toLowerCase() ?? visibility;
}

function taskOf(data: EventData): Record<string, Json | undefined> {
  const { due, estimatedDuration, percentComplete, progress, completedAt } = data;
  return {
    due: due && localOf(due),
    ...(due && !data.start ? { timeZone: due.zone ?? undefined, showWithoutTime: isDate(due) || undefined } : {}),
    duration: undefined,
    estimatedDuration: estimatedDuration ?? (data.duration === undefined ? undefined : data.duration),
    percentComplete,
    progress: progress === 'needs-action' ? undefined : progress,
    progressUpdated: progress === 'completed' ? completedAt : undefined,
  };
}
