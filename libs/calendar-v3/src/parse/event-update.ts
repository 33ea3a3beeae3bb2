import { isSame, type Json } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import { checkConference } from './conference.js';
import { checkRecurrence } from './recurrence.js';
import { checkTimeOrder, sameTimes } from './event-times.js';
import { checkEventType, checkTypedChange } from './event-type-rules.js';
import type { JsonObject } from './json.js';
import { checkAttachments } from './links.js';
import { asObject, integerAt, listAt, objectAt, textAt } from './member.js';
import { mergePatch } from './merge-patch.js';

export interface UpdateOptions {
  /** PATCH: absent members stay. PUT: they return to their defaults. */
  isPatch: boolean;
  conferenceDataVersion?: number | undefined;
  supportsAttachments?: boolean | undefined;
  /** eventType rules (9): some types live on primary calendars only. */
  isPrimary: boolean;
  /** Kinds of conference that the calendar allows; empty = all. */
  conferences: readonly string[];
}

/** Members a PUT leaves as they are when it does not name them. */
const keptByPut = ['sequence', 'eventType'];
/** Members that no update changes (4.13); other values are ignored. */
const immutable = ['iCalUID', 'birthdayProperties', 'privateCopy', 'locked'];

/** The event as the client wants it, in the wire's form: what a PUT or PATCH makes of the record's own view. */
export function updatedEvent(current: JsonObject, body: JsonObject, options: UpdateOptions): JsonObject {
  const next = options.isPatch ? patched(current, body) : { ...pick(current, keptByPut), ...body };
  const guarded = [
    ...immutable,
    ...(options.conferenceDataVersion ? [] : ['conferenceData']),
    ...(options.supportsAttachments ? [] : ['attachments']),
  ];
  for (const name of guarded) restore(next, current, name);
  keepOmittedAttendees(next, current, body);
  checkUpdate(current, next, options);
  return next;
}

function pick(object: JsonObject, names: string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (object[name] === undefined ? [] : [[name, object[name]]])));
}

function restore(next: JsonObject, current: JsonObject, name: string): void {
  if (current[name] === undefined) delete next[name];
  else next[name] = current[name];
}

function patched(current: JsonObject, body: JsonObject): JsonObject {
  const base = { ...current };
  switchForm(base, body);
  const reminders = body.reminders;
  // `useDefault: true` alone puts the overrides away.
  if (isMap(reminders) && reminders.useDefault === true && reminders.overrides === undefined) delete base.reminders;
  return mergePatch(base, body);
}

/** 4.12: a body that sets only the date (or only the time) of both start and end switches between the two forms. */
function switchForm(base: JsonObject, body: JsonObject): void {
  for (const form of ['date', 'dateTime']) {
    const other = form === 'date' ? 'dateTime' : 'date';
    const sets = (value: Json | undefined): boolean =>
      isMap(value) && typeof value[form] === 'string' && value[other] === undefined;
    if (!sets(body.start) || !sets(body.end)) continue;
    for (const name of ['start', 'end']) {
      const { [other]: dropped, ...rest } = isMap(base[name]) ? base[name] : {};
      if (dropped !== undefined && form === 'date') delete rest.timeZone;
      base[name] = rest;
    }
  }
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * attendeesOmitted (8.5): the list is not whole, so nobody is taken off it; the entries that are there (the own one)
 * replace their older selves.
 */
function keepOmittedAttendees(next: JsonObject, current: JsonObject, body: JsonObject): void {
  if (body.attendeesOmitted !== true) return;
  const given = new Map((listAt(body, 'attendees') ?? []).map((item, i) => [emailOf(item, i), item]));
  const listed = listAt(current, 'attendees') ?? [];
  next.attendees = listed.map((item, i) => given.get(emailOf(item, i)) ?? item);
}

function emailOf(item: Json, i: number): string {
  return (textAt(asObject(item, `/attendees/${i}`), 'email', `/attendees/${i}/email`) ?? '').toLowerCase();
}

function checkUpdate(current: JsonObject, next: JsonObject, options: UpdateOptions): void {
  if ((next.eventType ?? 'default') !== (current.eventType ?? 'default'))
    throw fail('invalidEventType', { path: '/eventType' });
  const [before, after] = [integerAt(current, 'sequence') ?? 0, integerAt(next, 'sequence') ?? 0];
  if (after < before) throw invalidMember('/sequence', lowSequence);
  checkRecurrence(next, current);
  const isMoved = !sameTimes(current.start, next.start) || !sameTimes(current.end, next.end);
  checkTypedChange(current, next, options.isPrimary);
  checkContent(next, changedParts(current, next, options), isMoved || !sameTimes(current.recurrence, next.recurrence));
}

/** What the API itself showed is not refused when it comes back: other protocols write what its own rules forbid. */
function changedParts(current: JsonObject, next: JsonObject, options: UpdateOptions): UpdateOptions {
  return {
    ...options,
    conferenceDataVersion: isSame(current.conferenceData, next.conferenceData) ? 0 : options.conferenceDataVersion,
    supportsAttachments: options.supportsAttachments && !isSame(current.attachments, next.attachments),
  };
}

const lowSequence =
  'Invalid sequence value. The specified sequence number is below the current sequence number of the resource. ' +
  'Re-fetch the resource and use its sequence number on the following request.';

/** A new event as the client wants it, checked like an update. */
export function newEvent(body: JsonObject, options: UpdateOptions): JsonObject {
  const next = { ...body };
  if (!options.conferenceDataVersion) delete next.conferenceData;
  if (!options.supportsAttachments) delete next.attachments;
  if ((integerAt(next, 'sequence') ?? 0) < 0) throw invalidMember('/sequence');
  checkRecurrence(next, {});
  checkContent(next, options, true);
  checkEventType(next, options.isPrimary);
  return next;
}

function checkContent(next: JsonObject, options: UpdateOptions, isMoved: boolean): void {
  if (isMoved) checkTimes(next);
  if (options.conferenceDataVersion) checkConference(next, options.conferences);
  if (options.supportsAttachments) checkAttachments(next);
}

function checkTimes(next: JsonObject): void {
  if (!objectAt(next, 'end')) throw fail('required', { message: 'Missing end time.', path: '/end' });
  const start = objectAt(next, 'start');
  if (!start) throw fail('required', { message: 'Missing start time.', path: '/start' });
  checkTimeOrder(next);
  const isRecurring = (listAt(next, 'recurrence') ?? []).length > 0;
  if (isRecurring && start.dateTime && !start.timeZone) {
    throw invalidMember('/start/timeZone', 'Missing time zone definition for start time.');
  }
}
