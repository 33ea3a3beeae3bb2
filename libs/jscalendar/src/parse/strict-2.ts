import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { memberNames, needAddress } from '../version-2.table.js';
import { escapeToken, wrong } from './values.js';

const properNames = new Map(memberNames.map((name) => [name.toLowerCase(), name]));
const idForm = /^[A-Za-z0-9_-]{1,255}$/;
const utcForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const durationForm = /^P(?:\d+W|(?:\d+W)?(?:\d+D)?(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)$/;
const colorForm = /^(?:#[0-9a-f]{6}|[a-z]+)$/i;

const elementTypes: Record<string, string> = {
  participants: 'Participant',
  locations: 'Location',
  virtualLocations: 'VirtualLocation',
  links: 'Link',
  alerts: 'Alert',
  relatedTo: 'Relation',
};

/**
 * The rules of JSCalendar 2.0 (draft-ietf-calext-jscalendarbis) that `application/json` may break; what is broken in both
 * is refused where it is read. `isEntry`: a member of a Group, which alone says the version (§3.1.2).
 */
export function requireStrict2(source: JsonObject, isEntry = false): JsonObject {
  if (typeof source['@type'] !== 'string') throw wrong('@type', 'is missing.');
  if (isEntry && source.version !== undefined) throw wrong('version', 'is said by the group alone.');
  if (!isEntry && source.version !== '2.0') throw wrong('version', 'must be 2.0.');
  for (const name of ['uid', 'updated']) if (source[name] === undefined) throw wrong(name, 'is missing.');
  checkNames(source, '');
  for (const [name, type] of Object.entries(elementTypes)) checkMap(source, name, type);
  for (const name of ['created', 'updated']) matches(source, name, utcForm, 'must be a UTCDateTime.');
  for (const name of ['duration', 'estimatedDuration']) matches(source, name, durationForm, 'must be a Duration.');
  matches(source, 'color', colorForm, 'must be a CSS color name or #rrggbb.');
  checkPlaces(source);
  checkPeople(source);
  checkTask(source);
  return source;
}

/** §1.7.1. */
function checkNames(object: JsonObject, prefix: string): void {
  for (const name of Object.keys(object)) {
    const proper = properNames.get(name.toLowerCase());
    if (proper !== undefined && proper !== name)
      throw wrong(`${prefix}${escapeToken(name)}`, `names are case-sensitive: ${proper}.`);
  }
}

function mapOf(source: JsonObject, name: string): [id: string, item: JsonObject][] {
  const value = source[name];
  return isPlainObject(value)
    ? Object.entries(value).filter((entry): entry is [string, JsonObject] => isPlainObject(entry[1]))
    : [];
}

/** §1.5.1 Id (uids are keys of relatedTo), §1.4.4: a type need not be said, but must be right. */
function checkMap(source: JsonObject, name: string, type: string): void {
  for (const [id, item] of mapOf(source, name)) {
    const path = `${name}/${escapeToken(id)}`;
    if (name !== 'relatedTo' && !idForm.test(id)) throw wrong(path, 'is no Id (1 to 255 of A-Z, a-z, 0-9, - and _).');
    checkNames(item, `${path}/`);
    if (item['@type'] !== undefined && item['@type'] !== type) throw wrong(`${path}/@type`, `must be ${type}.`);
  }
}

function matches(source: JsonObject, name: string, form: RegExp, rule: string): void {
  const value = source[name];
  if (typeof value === 'string' && !form.test(value)) throw wrong(name, rule);
}

/** §3.2.5: a place says something. */
function checkPlaces(source: JsonObject): void {
  for (const [id, item] of mapOf(source, 'locations'))
    if (Object.keys(item).every((name) => name === '@type')) throw wrong(`locations/${id}`, 'must have a property.');
}

/** §3.4.5: addresses need an organizer's, and what is said of an invitation needs an address. */
function checkPeople(source: JsonObject): void {
  for (const [id, item] of mapOf(source, 'participants')) {
    const path = `participants/${id}`;
    const hasAddress = item.calendarAddress !== undefined;
    if (hasAddress && source.organizerCalendarAddress === undefined)
      throw wrong('organizerCalendarAddress', 'is needed when a participant has a calendarAddress.');
    const lonely = hasAddress ? undefined : needAddress.find((name) => item[name] !== undefined);
    if (lonely !== undefined) throw wrong(`${path}/${lonely}`, 'needs a calendarAddress.');
    if (isEmpty(item.roles)) throw wrong(`${path}/roles`, 'needs at least one role.');
    if (item.descriptionContentType !== undefined && item.description === undefined)
      throw wrong(`${path}/descriptionContentType`, 'needs a description.');
    checkProgress(item, path, source['@type'] === 'Task');
  }
}

function checkProgress(item: JsonObject, path: string, isTask: boolean): void {
  if (item.progress === undefined) return;
  if (!isTask) throw wrong(`${path}/progress`, 'is for participants of a task.');
  if (item.participationStatus !== 'accepted') throw wrong(`${path}/progress`, 'needs participationStatus accepted.');
}

function isEmpty(value: Json | undefined): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0;
}

/** §4.2: a zone, a day or a rule needs a time to belong to. */
function checkTask(source: JsonObject): void {
  if (source['@type'] !== 'Task') return;
  const { start, due, timeZone, showWithoutTime, recurrenceRule } = source;
  const hasZone = timeZone !== undefined && timeZone !== null;
  if ((hasZone || showWithoutTime === true) && start === undefined && due === undefined)
    throw wrong(hasZone ? 'timeZone' : 'showWithoutTime', 'needs start or due.');
  if (recurrenceRule !== undefined && start === undefined) throw wrong('start', 'is needed by a recurrenceRule.');
}
