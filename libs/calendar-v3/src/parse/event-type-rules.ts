import { isSame, type DayferryError, type Json } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import { typeProperties } from './event-type.js';
import type { JsonObject } from './json.js';
import { objectAt, textAt } from './member.js';

/** What a typed event must and must not have (Calendar API guide, "Event types"). */
export function checkEventType(event: JsonObject, isPrimary: boolean): void {
  if (typeOf(event) === 'fromGmail')
    throw fail('eventTypeRestriction', { message: 'Events of this type cannot be created.' });
  const fault = faultOf(event, isPrimary);
  if (fault) throw fault;
}

/** The same for a changed event. One that another protocol has taken out of the rules can still be changed. */
export function checkTypedChange(current: JsonObject, next: JsonObject, isPrimary: boolean): void {
  const fault = faultOf(next, isPrimary);
  if (fault && !faultOf(current, isPrimary)) throw fault;
  const isFixed = (name: string): boolean => !isSame(current[name] ?? null, next[name] ?? null);
  if (typeOf(next) === 'birthday' && fixedInBirthdays.some(isFixed))
    throw fail('eventTypeRestriction', {
      message: 'Of a birthday only the colour, the summary, the reminders and the date can be changed.',
    });
}

const fixedInBirthdays = [
  'attachments',
  'attendees',
  'conferenceData',
  'description',
  'extendedProperties',
  'location',
];

function typeOf(event: JsonObject): string {
  return textAt(event, 'eventType') ?? 'default';
}

function faultOf(event: JsonObject, isPrimary: boolean): DayferryError | undefined {
  const type = typeOf(event);
  for (const [owner, name] of Object.entries(typeProperties)) {
    if (owner !== type && event[name] !== undefined && event[name] !== null) return invalidMember(`/${name}`);
  }
  return rules[type]?.(event, isPrimary);
}

type TypeRule = (event: JsonObject, isPrimary: boolean) => DayferryError | undefined;

const rules: Record<string, TypeRule | undefined> = {
  birthday: (event) => {
    const { type = 'birthday', contact } = objectAt(event, 'birthdayProperties') ?? {};
    const isYearly = JSON.stringify(event.recurrence ?? null).includes('FREQ=YEARLY');
    const isHidden = event.visibility === 'private' && event.transparency === 'transparent';
    if (type === 'birthday' && contact === undefined && isOneDay(event) && isYearly && isHidden) return undefined;
    return fail('eventTypeRestriction', {
      message: 'A birthday is a private, transparent all-day event of one day that recurs yearly.',
    });
  },
  focusTime: (event, isPrimary) => {
    if (!isPrimary || isAllDay(event) || !isOpaque(event)) return fail('malformedFocusTimeEvent');
    return declineFault(event, 'focusTimeProperties') ?? chatFault(event);
  },
  outOfOffice: (event, isPrimary) => {
    if (!isPrimary || isAllDay(event) || !isOpaque(event) || has(event, 'description') || has(event, 'attendees'))
      return fail('malformedOutOfOfficeEvent');
    return declineFault(event, 'outOfOfficeProperties');
  },
  workingLocation: (event, isPrimary) => {
    const type = objectAt(event, 'workingLocationProperties')?.type;
    const isKnown = type === 'homeOffice' || type === 'officeLocation' || type === 'customLocation';
    const isShown = event.visibility === 'public' && event.transparency === 'transparent';
    const isLong = isAllDay(event) && !isOneDay(event);
    if (isPrimary && isKnown && isShown && !isLong && !has(event, 'attendees')) return undefined;
    return fail('malformedWorkingLocationEvent');
  },
};

const declineModes = new Set<Json | undefined>([
  undefined,
  'declineNone',
  'declineAllConflictingInvitations',
  'declineOnlyNewConflictingInvitations',
]);

function declineFault(event: JsonObject, name: string): DayferryError | undefined {
  if (declineModes.has(objectAt(event, name)?.autoDeclineMode)) return undefined;
  return invalidMember(`/${name}/autoDeclineMode`);
}

const chatStates = new Set<Json | undefined>([undefined, 'available', 'doNotDisturb']);

function chatFault(event: JsonObject): DayferryError | undefined {
  if (chatStates.has(objectAt(event, 'focusTimeProperties')?.chatStatus)) return undefined;
  return invalidMember('/focusTimeProperties/chatStatus');
}

function isOpaque(event: JsonObject): boolean {
  return event.transparency !== 'transparent';
}

function isAllDay(event: JsonObject): boolean {
  return objectAt(event, 'start')?.date !== undefined;
}

function isOneDay(event: JsonObject): boolean {
  const [start, end] = ['start', 'end'].map((name) => Date.parse(textAt(objectAt(event, name) ?? {}, 'date') ?? ''));
  return end! - start! === 86_400_000;
}

function has(event: JsonObject, name: string): boolean {
  const value = event[name];
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
