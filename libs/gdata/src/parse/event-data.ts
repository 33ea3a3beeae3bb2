import {
  canonicalZone,
  invalidInput,
  mainLocation,
  type EventData,
  type EventLocation,
  type SeriesDraft,
  type TimePoint,
} from '@dayferry/core';
import { atLeastZero, oneOf } from './attributes.js';
import { parseDateValue, pointOf } from './date-value.js';
import type { EventView, PropertyView, WebContentView } from './event-view.js';
import type { ParseContext } from './parse-context.js';
import { attendeesOf, organizerOf } from './people.js';
import { readPosition } from './position.js';
import { readRecurrence } from './recurrence.js';
import { alarmsOf } from './reminders.js';

/** The canonical series that a view describes; exceptions are entries of their own. */
export function toDraft(view: EventView, context: ParseContext): SeriesDraft {
  if (view.recurrence === undefined)
    return { kind: 'event', master: toData(view, context), overrides: [], ...uidOf(view) };
  // gd:when beside gd:recurrence lists occurrences (developer's guide, "Creating recurring events").
  const { times, recurrence, timeZones } = readRecurrence(view.recurrence, context);
  return {
    kind: 'event',
    master: { ...times, ...contentOf(view, context) },
    ...(recurrence ? { recurrence } : {}),
    overrides: [],
    ...(timeZones ? { timeZones } : {}),
    ...uidOf(view),
  };
}

/** One occurrence's content. */
export function toData(view: EventView, context: ParseContext): EventData {
  return { ...timesOf(view, context), ...contentOf(view, context) };
}

function uidOf(view: EventView): { uid?: string } {
  return view.syncEvent && view.uid ? { uid: view.uid } : {};
}

function timesOf(view: EventView, context: ParseContext): EventData {
  const [when, second] = view.when;
  if (!when) return {};
  if (second)
    throw invalidInput('gd:when', 'An event has one gd:when; repetition is written as gd:recurrence.', {
      code: 'invalid-when',
    });
  const start = pointIn(when.start, when.startZone, context.zoneHint.start, context);
  if (when.end === undefined) return { start };
  return { start, end: pointIn(when.end, when.endZone ?? when.startZone, context.zoneHint.end, context) };
}

function pointIn(
  text: string,
  shownZone: string | undefined,
  hint: string | undefined,
  context: ParseContext,
): TimePoint {
  const zone = shownZone === undefined ? (hint ?? context.calendarZone) : knownZone(shownZone);
  return pointOf(parseDateValue(text, 'gd:when'), zone, context.timeZones);
}

function knownZone(name: string): string {
  const zone = canonicalZone(name);
  if (zone === null)
    throw invalidInput('gCal:displayTimezone', `Unknown time zone ${name.slice(0, 64)}.`, {
      code: 'invalid-time-zone',
    });
  return zone;
}

/** Everything but start and end. A value that is the default is left out. */
function contentOf(view: EventView, context: ParseContext): EventData {
  return {
    ...(view.title ? { title: view.title } : {}),
    ...descriptionOf(view),
    ...placesOf(view, context),
    ...wordsOf(view),
    ...organizerOf(view, context),
    ...attendeesOf(view, context),
    ...permissionsOf(view, context),
    ...alarmsOf(view, context.calendarZone),
    ...propertiesOf(view, context),
    ...(view.webContent ? { gadget: gadgetOf(view.webContent) } : {}),
    ...(view.syncEvent && view.sequence ? { sequence: atLeastZero(view.sequence, 'gCal:sequence') } : {}),
    ...(view.foreign.length > 0 ? { shadow: { v2: view.foreign } } : {}),
  };
}

function descriptionOf({ content }: EventView): Pick<EventData, 'description'> {
  if (!content?.text) return {};
  return { description: { text: content.text, ...(content.isHtml ? { type: 'text/html' } : {}) } };
}

/** A body with the main place alone replaces that one only: the service had no more, and clients send no more. */
function placesOf(view: EventView, context: ParseContext): Pick<EventData, 'locations'> {
  const main = view.where.find((where) => where.rel === undefined);
  const further = view.where.filter((where) => where.rel !== undefined);
  const kept = context.shown?.locations?.filter((place) => place.rel !== undefined) ?? [];
  const others = further.length > 0 ? further.map((where): EventLocation => furtherPlace(where, context)) : kept;
  const name = main?.value || undefined;
  const coordinates = coordinatesOf(view, name, context);
  const place = { ...(name ? { name } : {}), ...(coordinates ? { coordinates } : {}) };
  const locations = [...(name || coordinates ? [place] : []), ...others];
  return locations.length > 0 ? { locations } : {};
}

/**
 * The guide calls positions read-only, so programs leave them out, or send back the one of the place that they replace:
 * one that was not shown is new, else the place keeps its own until it is another place.
 */
function coordinatesOf(view: EventView, name: string | undefined, { shown }: ParseContext): string | undefined {
  const before = mainLocation(shown?.locations);
  const given = view.geo === undefined ? undefined : readPosition(view.geo);
  if (given !== before?.coordinates && given !== undefined) return given;
  return name === before?.name ? before?.coordinates : undefined;
}

function furtherPlace({ rel, value, label }: EventView['where'][number], context: ParseContext): EventLocation {
  const key = context.placeKeys.get(`${rel}|${value}`);
  return { ...(key ? { key } : {}), rel, name: value, ...(label ? { label } : {}) };
}

function wordsOf(view: EventView): Pick<EventData, 'status' | 'transparency' | 'visibility'> {
  const status = oneOf(['confirmed', 'tentative', 'canceled'], view.status ?? 'confirmed', 'gd:eventStatus');
  const transparency = oneOf(['opaque', 'transparent'], view.transparency ?? 'opaque', 'gd:transparency');
  const visibility = oneOf(
    ['default', 'public', 'private', 'confidential'],
    view.visibility ?? 'default',
    'gd:visibility',
  );
  return {
    ...(status === 'confirmed' ? {} : { status: status === 'canceled' ? 'cancelled' : status }),
    ...(transparency === 'opaque' ? {} : { transparency }),
    ...(visibility === 'default' ? {} : { visibility }),
  };
}

const permissions = [
  ['guestsCanModify', 'guestsCanModify', false],
  ['guestsCanInviteOthers', 'guestsCanInviteOthers', true],
  ['guestsCanSeeGuests', 'guestsCanSeeOtherGuests', true],
  ['anyoneCanAddSelf', 'anyoneCanAddSelf', false],
  ['privateCopy', 'isPrivateCopy', false],
] as const;

/** Absent in a POST is the default, absent in a PUT the previous value (Atom reference, gCal:guestsCanModify). */
function permissionsOf(view: EventView, context: ParseContext): EventData {
  const result: EventData = {};
  for (const [name, member, byDefault] of permissions) {
    const value = view[name] ?? context.shown?.[member];
    if (value !== undefined && value !== byDefault) result[member] = value;
  }
  return result;
}

function propertiesOf(view: EventView, context: ParseContext): EventData {
  const named = (isPrivate: boolean): Record<string, string> | undefined => {
    const list = view.properties.filter((property) => property.isPrivate === isPrivate);
    list.forEach((property) => checkProperty(property, context));
    return list.length > 0 ? Object.fromEntries(list.map(({ name, value }) => [name, value])) : undefined;
  };
  const [sharedProperties, privateProperties] = [named(false), named(true)];
  return { ...(sharedProperties ? { sharedProperties } : {}), ...(privateProperties ? { privateProperties } : {}) };
}

/** The guide allows names of 47 characters, the reference 44; values 1024. What was there before may stay. */
function checkProperty({ name, value, isPrivate }: PropertyView, { shown, isOwnView }: ParseContext): void {
  if (isOwnView || (name !== '' && name.length <= 47 && value.length <= 1_024)) return;
  const before = isPrivate ? shown?.privateProperties : shown?.sharedProperties;
  if (before?.[name] !== value) throw tooLong(name);
}

function tooLong(name: string): Error {
  const reason = 'An extended property needs a name of at most 47 characters and a value of at most 1024.';
  return invalidInput(`gd:extendedProperty[@name="${name.slice(0, 47)}"]`, reason, { code: 'invalidAttributeValue' });
}

function gadgetOf(content: WebContentView): NonNullable<EventData['gadget']> {
  const { icon, title, type, url, width, height, display, preferences } = content;
  const members = { iconLink: icon, title, type, link: url, width, height, display, preferences };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as NonNullable<
    EventData['gadget']
  >;
}
