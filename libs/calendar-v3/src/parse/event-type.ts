import type { EventData, Json } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import type { JsonObject } from './json.js';
import { objectAt, textAt } from './member.js';
import { eventTypes } from './parameters.table.js';

/** The member that belongs to each type; it is kept as the client wrote it. */
const properties = {
  outOfOffice: 'outOfOfficeProperties',
  focusTime: 'focusTimeProperties',
  workingLocation: 'workingLocationProperties',
  birthday: 'birthdayProperties',
} as const;

export function parseEventType(event: JsonObject): Pick<EventData, 'eventType' | 'eventTypeProperties'> {
  const eventType = textAt(event, 'eventType') ?? 'default';
  if (!(eventTypes as readonly string[]).includes(eventType))
    throw fail('invalidEventType', { message: 'Invalid event type.', path: '/eventType' });
  const kept: Record<string, Json> = {};
  for (const name of Object.values(properties)) {
    const value = objectAt(event, name);
    if (value) kept[name] = value;
  }
  return {
    ...(eventType === 'default' ? {} : { eventType }),
    ...(Object.keys(kept).length > 0 ? { eventTypeProperties: kept } : {}),
  };
}

/** What a typed event must and must not have (Calendar API guide, "Event types"). */
export function checkEventType(event: JsonObject, isPrimary: boolean): void {
  const type = textAt(event, 'eventType') ?? 'default';
  for (const [owner, name] of Object.entries(properties)) {
    if (owner !== type && event[name] !== undefined && event[name] !== null) throw invalidMember(`/${name}`);
  }
  rules[type]?.(event, isPrimary);
}

type TypeRule = (event: JsonObject, isPrimary: boolean) => void;

const rules: Record<string, TypeRule | undefined> = {
  birthday: checkBirthday,
  focusTime: (event, isPrimary) => {
    if (!isPrimary || isAllDay(event)) throw fail('malformedFocusTimeEvent');
    checkDeclineMode(event, 'focusTimeProperties');
  },
  outOfOffice: (event, isPrimary) => {
    if (!isPrimary || isAllDay(event) || has(event, 'description') || has(event, 'attendees'))
      throw fail('malformedOutOfOfficeEvent');
    checkDeclineMode(event, 'outOfOfficeProperties');
  },
  workingLocation: checkWorkingLocation,
  fromGmail: () => {
    throw fail('eventTypeRestriction', { message: 'Events of this type cannot be created.' });
  },
};

function checkBirthday(event: JsonObject): void {
  const kind = objectAt(event, 'birthdayProperties')?.type ?? 'birthday';
  const isYearly = JSON.stringify(event.recurrence ?? null).includes('FREQ=YEARLY');
  const isHidden = event.visibility === 'private' && event.transparency === 'transparent';
  if (kind !== 'birthday' || !isAllDay(event) || !isYearly || !isHidden) {
    throw fail('eventTypeRestriction', {
      message: 'A birthday is a private, transparent all-day event that recurs yearly.',
    });
  }
}

function checkWorkingLocation(event: JsonObject, isPrimary: boolean): void {
  const type = objectAt(event, 'workingLocationProperties')?.type;
  const isKnown = type === 'homeOffice' || type === 'officeLocation' || type === 'customLocation';
  const isShown = event.visibility === 'public' && event.transparency === 'transparent';
  if (!isPrimary || !isKnown || !isShown || has(event, 'attendees')) throw fail('malformedWorkingLocationEvent');
}

const declineModes = new Set<Json | undefined>([
  undefined,
  'declineNone',
  'declineAllConflictingInvitations',
  'declineOnlyNewConflictingInvitations',
]);

function checkDeclineMode(event: JsonObject, name: string): void {
  if (!declineModes.has(objectAt(event, name)?.autoDeclineMode)) throw invalidMember(`/${name}/autoDeclineMode`);
}

function isAllDay(event: JsonObject): boolean {
  return objectAt(event, 'start')?.date !== undefined;
}

function has(event: JsonObject, name: string): boolean {
  const value = event[name];
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
