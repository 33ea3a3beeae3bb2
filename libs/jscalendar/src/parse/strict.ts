import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { escapeToken, wrong } from './values.js';

/** What `@type` the elements of a map have. */
const elementTypes: Record<string, string> = {
  participants: 'Participant',
  locations: 'Location',
  virtualLocations: 'VirtualLocation',
  links: 'Link',
  alerts: 'Alert',
};

const idForm = /^[A-Za-z0-9_-]{1,255}$/;
const utcForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d*[1-9])?Z$/;
const durationForm =
  /^P(?:\d+W|(?:\d+W)?(?:\d+D)?(?:T(?:\d+H(?:\d+M(?:\d+(?:\.\d+)?S)?)?|\d+M(?:\d+(?:\.\d+)?S)?|\d+(?:\.\d+)?S))?)$/;
const languageForm = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;

/**
 * The rules of RFC 8984 that `application/json` may break and `application/jscalendar+json` may not; what is broken in
 * both is refused where it is read.
 */
export function requireStrict(source: JsonObject): JsonObject {
  for (const [name, type] of Object.entries(elementTypes)) checkMap(source, name, type);
  for (const name of ['created', 'updated']) matches(source, name, utcForm, 'must be a UTCDateTime.');
  for (const name of ['duration', 'estimatedDuration']) matches(source, name, durationForm, 'must be a Duration.');
  checkRelations(source);
  checkLocations(source);
  checkReplyTo(source);
  checkLanguages(source);
  checkZones(source);
  return source;
}

function mapOf(source: JsonObject, name: string): [id: string, item: Json][] {
  const value = source[name];
  return isPlainObject(value) ? Object.entries(value) : [];
}

/** §1.4.1 Id; §1.4.2: every object says its type. */
function checkMap(source: JsonObject, name: string, type: string): void {
  for (const [id, item] of mapOf(source, name)) {
    const path = `${name}/${escapeToken(id)}`;
    if (!idForm.test(id)) throw wrong(path, 'is no Id (1 to 255 of A-Z, a-z, 0-9, - and _).');
    requireType(item, path, type);
  }
}

function requireType(item: Json, path: string, type: string): void {
  if (!isPlainObject(item)) return;
  if (item['@type'] === undefined) throw wrong(`${path}/@type`, 'is missing.');
  if (item['@type'] !== type) throw wrong(`${path}/@type`, `must be ${type}.`);
}

function matches(source: JsonObject, name: string, form: RegExp, rule: string): void {
  const value = source[name];
  if (typeof value === 'string' && !form.test(value)) throw wrong(name, rule);
}

/** §4.1.3: its keys are uids. */
function checkRelations(source: JsonObject): void {
  for (const [uid, item] of mapOf(source, 'relatedTo')) requireType(item, `relatedTo/${escapeToken(uid)}`, 'Relation');
}

/** §4.2.5: at least one property other than relativeTo. */
function checkLocations(source: JsonObject): void {
  for (const [id, item] of mapOf(source, 'locations')) {
    const says = isPlainObject(item)
      ? Object.keys(item).filter((name) => name !== '@type' && name !== 'relativeTo')
      : [];
    if (says.length === 0) throw wrong(`locations/${id}`, 'must have a property beside relativeTo.');
  }
}

/** §4.4.5. */
function checkReplyTo(source: JsonObject): void {
  const hasSendTo = mapOf(source, 'participants').some(([, item]) => isPlainObject(item) && item.sendTo !== undefined);
  if (hasSendTo && mapOf(source, 'replyTo').length === 0)
    throw wrong('replyTo', 'is needed when a participant has sendTo.');
}

/** §4.6.1: BCP 47 tags. */
function checkLanguages(source: JsonObject): void {
  for (const [tag] of mapOf(source, 'localizations'))
    if (!languageForm.test(tag)) throw wrong(`localizations/${escapeToken(tag)}`, 'is no language tag.');
}

/** §4.7.2. */
function checkZones(source: JsonObject): void {
  for (const [id, item] of mapOf(source, 'timeZones')) {
    const path = `timeZones/${escapeToken(id)}`;
    requireType(item, path, 'TimeZone');
    if (isPlainObject(item) && typeof item.tzId !== 'string') throw wrong(`${path}/tzId`, 'is missing.');
  }
}
