import { type EventData, type Json, type JsonObject, type SeriesDraft, type SeriesKind } from '@dayferry/core';
import { carriedMembers, carriedTypes, extendedProperties, vendor } from '../vendor.table.js';
import type { Version } from '../version.js';
import { readAlerts } from './alerts.js';
import { readLinks, readRelations } from './links.js';
import { readParticipants } from './participants.js';
import { readLocations, readVirtualLocations } from './places.js';
import { readDue, readEndZone, readTimes } from './times.js';
import { Members, wrong } from './values.js';
import { asVersion1 } from './version-2.js';

/** Members that identity, recurrence and the server's own stamps are read from elsewhere. */
const elsewhere: ReadonlySet<string> = new Set([
  'uid',
  'prodId',
  'created',
  'updated',
  'recurrenceRules',
  'excludedRecurrenceRules',
  'recurrenceOverrides',
  'recurrenceId',
  'recurrenceIdTimeZone',
  'timeZones',
  'excluded',
  'timeZone',
  'version',
]);
/** The same of JSCalendar 2.0. */
const elsewhere2: ReadonlySet<string> = new Set([...elsewhere, 'recurrenceRule']);

export interface ReadContext {
  kind: SeriesKind;
  definitions: SeriesDraft['timeZones'];
  version: Version;
}

/** The members of one occurrence, in the names of RFC 8984. */
export function membersOf(object: JsonObject, path: string, version: Version): Members {
  return new Members(version === '1.0' ? object : asVersion1(object, path), path);
}

/** The content of one occurrence; what the model has no name for goes to the shadow. Defaults are left absent. */
export function readContent(members: Members, { kind, definitions, version }: ReadContext): EventData {
  const { locations, endZone: zoneOfPlace } = readLocations(members);
  const endZone = version === '1.0' ? zoneOfPlace : readEndZone(members);
  const data: Record<string, unknown> = { ...readTimes(members, endZone, definitions) };
  const put = (name: keyof EventData, value: unknown): void => {
    if (value !== undefined) data[name] = value;
  };
  readCarried(members, put);
  put('description', readDescription(members));
  if (kind === 'task') readTask(members, definitions, put);
  put('sequence', members.integer('sequence', 0) || undefined);
  put('locations', locations);
  put('virtualLocations', readVirtualLocations(members));
  put('links', readLinks(members));
  put('keywords', nonEmpty(members.set('keywords')));
  put('concepts', nonEmpty(members.set('categories')));
  put('color', readColor(members));
  put('priority', members.integer('priority', 0, 9) || undefined);
  put('relatedTo', readRelations(members, version));
  put('alarms', readAlerts(members));
  Object.assign(
    data,
    readParticipants(members, { isTask: kind === 'task', hasAddresses: version === '2.0' }),
    readPrivacy(members),
    readExtended(members),
  );
  readStatus(members, kind, put);
  const hidden = members.boolean('hideAttendees');
  put('guestsCanSeeOtherGuests', hidden === undefined ? undefined : !hidden);
  const rest = members.rest(version === '1.0' ? elsewhere : elsewhere2);
  put('shadow', rest && { js: rest });
  return data;
}

type Put = (name: keyof EventData, value: unknown) => void;

function nonEmpty(list: string[] | undefined): string[] | undefined {
  return list && list.length > 0 ? list : undefined;
}

const carriedEntries = Object.entries(carriedMembers);

function readCarried(members: Members, put: Put): void {
  for (const [name, member] of carriedEntries) {
    const type = carriedTypes[name];
    if (type === 'boolean') put(member, members.boolean(name));
    else if (type === 'object') put(member, members.object(name));
    else put(member, members.string(name));
  }
}

function readDescription(members: Members): EventData['description'] {
  const [text, type] = [members.string('description'), members.string('descriptionContentType')];
  if (type !== undefined && !/^text\/[\w.+-]+/i.test(type))
    throw wrong(members.at('descriptionContentType'), 'must be a text media type.');
  if (text === undefined) return undefined;
  return type === undefined || type === 'text/plain' ? { text } : { text, type };
}

function readColor(members: Members): EventData['color'] {
  const [css, id] = [members.string('color'), members.string(`${vendor}colorId`)];
  if (css === undefined && id === undefined) return undefined;
  return { ...(id === undefined ? {} : { id }), ...(css === undefined ? {} : { css }) };
}

function readPrivacy(members: Members): Partial<EventData> {
  const privacy = members.string('privacy');
  switch (privacy) {
    case undefined:
      return {};
    case 'public':
    case 'private':
      return { visibility: privacy };
    case 'secret':
      return { visibility: 'confidential', isSecret: true };
    default:
      // RFC 8984 §4.4.3: unknown values are kept and count as private.
      return { visibilityLiteral: privacy };
  }
}

function readExtended(members: Members): Partial<EventData> {
  const value = members.object(extendedProperties);
  const map = (item: Json | undefined): Record<string, string> | undefined => {
    if (item === undefined) return undefined;
    const isText =
      typeof item === 'object' && item !== null && Object.values(item).every((text) => typeof text === 'string');
    if (!isText) throw wrong(members.at(extendedProperties), 'must hold texts by name.');
    return item as Record<string, string>;
  };
  const [shared, own] = [map(value?.shared), map(value?.private)];
  return { ...(shared ? { sharedProperties: shared } : {}), ...(own ? { privateProperties: own } : {}) };
}

function readStatus(members: Members, kind: SeriesKind, put: Put): void {
  const busy = members.string('freeBusyStatus');
  put('transparency', busy === 'free' ? 'transparent' : busy === 'busy' ? undefined : busy);
  if (kind === 'task') return;
  const status = members.string('status');
  if (status !== undefined && !['confirmed', 'cancelled', 'tentative'].includes(status))
    throw wrong(members.at('status'), 'is no status of an event.');
  put('status', status === 'confirmed' ? undefined : status);
}

function readTask(members: Members, definitions: SeriesDraft['timeZones'], put: Put): void {
  put('due', readDue(members, definitions));
  put('estimatedDuration', members.duration('estimatedDuration'));
  put('percentComplete', members.integer('percentComplete', 0, 100));
  const progress = members.string('progress');
  put('progress', progress === 'needs-action' ? undefined : progress);
  const at = members.utc('progressUpdated');
  if (progress === 'completed') put('completedAt', at);
}
