import type { EventData, SeriesDraft } from '@dayferry/core';
import { invalidMember } from '../errors/fail.js';
import { calendarListEntryMembers, eventMembers, eventsMembers } from '../render/members.table.js';
import { eventColors } from '../render/palette.table.js';
import { parseConference } from './conference.js';
import type { ParseContext } from './context.js';
import { parseDescription } from './description.js';
import { parseTimes } from './event-times.js';
import { parseEventType } from './event-type.js';
import type { JsonObject } from './json.js';
import { parseLinks } from './links.js';
import { flagAt, integerAt, objectAt, textAt, textsAt, unknownMembers } from './member.js';
import { parseAttendees } from './people.js';
import { parseRecurrence } from './recurrence.js';
import { parseReminders } from './reminders.js';

/** Members of other resources that clients send along with an event; they are not the event's and are not kept. */
const foreign = [...Object.keys(calendarListEntryMembers), ...Object.keys(eventsMembers), 'owner', 'role', 'scope'];
const known: ReadonlySet<string> = new Set([...Object.keys(eventMembers), ...foreign]);

/** A whole series as v3 shows it: its exceptions are events of their own. */
export function parseSeries(event: JsonObject, context: ParseContext): SeriesDraft {
  const recurrence = parseRecurrence(event);
  return { kind: 'event', master: parseEvent(event, context), overrides: [], ...(recurrence ? { recurrence } : {}) };
}

/**
 * One event's content. Read-only members are not looked at; defaults are left absent; members that v3 has no name for
 * go to the shadow. Refuses a member of a wrong type or value with its JSON pointer.
 */
export function parseEvent(event: JsonObject, context: ParseContext): EventData {
  const attendees = parseAttendees(event, context);
  const shadow = unknownMembers(event, known);
  return {
    ...parseTimes(event, context),
    ...parseTexts(event),
    ...parseStates(event),
    ...(attendees ? { attendees } : {}),
    ...parseGuestRights(event),
    ...parseReminders(event),
    ...parseLinks(event),
    ...parseConference(event),
    ...parseProperties(event),
    ...parseEventType(event),
    ...(shadow ? { shadow: { v3: shadow } } : {}),
  };
}

function parseTexts(event: JsonObject): EventData {
  const title = textAt(event, 'summary');
  const description = textAt(event, 'description');
  const location = textAt(event, 'location');
  return {
    ...(title ? { title } : {}),
    ...(description ? { description: parseDescription(description) } : {}),
    ...(location ? { locations: [{ name: location }] } : {}),
  };
}

const statuses = ['confirmed', 'tentative', 'cancelled'];
const transparencies = ['opaque', 'transparent'];
const visibilities = ['default', 'public', 'private', 'confidential'];

function parseStates(event: JsonObject): EventData {
  const status = choiceAt(event, 'status', statuses);
  const transparency = choiceAt(event, 'transparency', transparencies);
  const visibility = choiceAt(event, 'visibility', visibilities);
  const sequence = integerAt(event, 'sequence');
  const color = parseColor(event);
  return {
    ...(status && status !== 'confirmed' ? { status } : {}),
    ...(transparency === 'transparent' ? { transparency } : {}),
    ...(visibility && visibility !== 'default'
      ? { visibility: visibility as 'public' | 'private' | 'confidential' }
      : {}),
    ...(color ? { color } : {}),
    ...(sequence ? { sequence } : {}),
  };
}

function choiceAt(event: JsonObject, name: string, values: string[]): string | undefined {
  const value = textAt(event, name);
  if (value !== undefined && !values.includes(value)) throw invalidMember(`/${name}`);
  return value;
}

function parseColor(event: JsonObject): EventData['color'] {
  const id = textAt(event, 'colorId');
  if (id === undefined || id === '') return undefined;
  if (!Object.hasOwn(eventColors, id)) throw invalidMember('/colorId', 'Invalid event color id.');
  return { id };
}

/** Only what differs from the defaults of the reference. */
function parseGuestRights(event: JsonObject): EventData {
  return {
    ...(flagAt(event, 'anyoneCanAddSelf') ? { anyoneCanAddSelf: true } : {}),
    ...(flagAt(event, 'guestsCanInviteOthers') === false ? { guestsCanInviteOthers: false } : {}),
    ...(flagAt(event, 'guestsCanModify') ? { guestsCanModify: true } : {}),
    ...(flagAt(event, 'guestsCanSeeOtherGuests') === false ? { guestsCanSeeOtherGuests: false } : {}),
    ...(flagAt(event, 'privateCopy') ? { isPrivateCopy: true } : {}),
  };
}

function parseProperties(event: JsonObject): EventData {
  const properties = objectAt(event, 'extendedProperties') ?? {};
  const privateProperties = textsAt(properties, 'private', '/extendedProperties/private');
  const sharedProperties = textsAt(properties, 'shared', '/extendedProperties/shared');
  const gadget = objectAt(event, 'gadget');
  return {
    ...(privateProperties ? { privateProperties } : {}),
    ...(sharedProperties ? { sharedProperties } : {}),
    ...(gadget ? { gadget } : {}),
  };
}
