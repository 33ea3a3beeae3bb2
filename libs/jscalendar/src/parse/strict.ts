import { isPlainObject, type Json, type JsonObject } from '@dayferry/core';
import { checkPeople } from './strict-people.js';
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
  /^P(?:\d+W|(?:\d+W)?(?:\d+D)?(?:T(?:\d+H(?:\d+M(?:\d+(?:\.\d*[1-9])?S)?)?|\d+M(?:\d+(?:\.\d*[1-9])?S)?|\d+(?:\.\d*[1-9])?S))?)$/;
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
  checkLinks(source);
  checkPeople(source);
  checkReplyTo(source);
  checkTexts(source);
  checkRecurrenceId(source);
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
    if (isPlainObject(item) && isPlainObject(item.links) && Object.keys(item.links).length === 0)
      throw wrong(`locations/${id}/links`, 'must be left out rather than empty.');
  }
}

/** §1.4.11: a content-id (RFC 2392 §2), each for one link. */
function checkLinks(source: JsonObject): void {
  const seen = new Set<Json>();
  for (const [id, item] of mapOf(source, 'links')) {
    if (!isPlainObject(item) || item.cid === undefined) continue;
    const isId = typeof item.cid === 'string' && /^[^\s<>@]+@[^\s<>@]+$/.test(item.cid);
    if (!isId || seen.has(item.cid)) throw wrong(`links/${id}/cid`, 'must be a content-id of this link alone.');
    seen.add(item.cid);
  }
}

/** §4.2.3, §4.2.10, §4.2.11. */
function checkTexts(source: JsonObject): void {
  const { descriptionContentType: type, color } = source;
  const charset = typeof type === 'string' ? /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1] : undefined;
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8')
    throw wrong('descriptionContentType', 'must have the charset utf-8.');
  for (const [uri] of mapOf(source, 'categories'))
    if (!/^[A-Za-z][A-Za-z0-9+.-]*:\S/.test(uri)) throw wrong(`categories/${escapeToken(uri)}`, 'is no URI.');
  if (typeof color === 'string' && !/^(?:#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]{3,24})$/i.test(color))
    throw wrong('color', 'must be the name of a color, #rgb or #rrggbb.');
}

/** §4.3.2: neither is there without the other. */
function checkRecurrenceId({ recurrenceId, recurrenceIdTimeZone }: JsonObject): void {
  if (recurrenceId !== undefined && recurrenceIdTimeZone === undefined)
    throw wrong('recurrenceIdTimeZone', 'is needed beside recurrenceId.');
  if (recurrenceId === undefined && recurrenceIdTimeZone !== undefined)
    throw wrong('recurrenceIdTimeZone', 'is for objects with recurrenceId.');
}

/** §4.4.5. */
function checkReplyTo(source: JsonObject): void {
  const hasSendTo = mapOf(source, 'participants').some(([, item]) => isPlainObject(item) && item.sendTo !== undefined);
  if (hasSendTo && mapOf(source, 'replyTo').length === 0)
    throw wrong('replyTo', 'is needed when a participant has sendTo.');
}

/** §4.6.1: BCP 47 tags, and patches that leave overrides alone. */
function checkLanguages(source: JsonObject): void {
  for (const [tag, patch] of mapOf(source, 'localizations')) {
    const path = `localizations/${escapeToken(tag)}`;
    if (!languageForm.test(tag)) throw wrong(path, 'is no language tag.');
    if (!isPlainObject(patch)) throw wrong(path, 'must be a patch.');
    const inner = Object.keys(patch).find((pointer) => /^\/?recurrenceOverrides(?:\/|$)/.test(pointer));
    if (inner !== undefined) throw wrong(`${path}/${inner}`, 'must not change overrides.');
  }
}

/** §4.7.2: the names are paramtext, and used. */
function checkZones(source: JsonObject): void {
  const zones = mapOf(source, 'timeZones');
  const used = zones.length > 0 ? zonesIn(source) : new Set<Json>();
  for (const [id, item] of zones) {
    const path = `timeZones/${escapeToken(id)}`;
    requireType(item, path, 'TimeZone');
    if (isPlainObject(item) && typeof item.tzId !== 'string') throw wrong(`${path}/tzId`, 'is missing.');
    // eslint-disable-next-line no-control-regex
    if (/["\u0000-\u001f\u007f;:,]/.test(id)) throw wrong(path, 'must be text without quotes, colons and commas.');
    if (id.startsWith('/') && !used.has(id)) throw wrong(path, 'is not used in the object.');
  }
}

/** All that is said by members whose name ends in timeZone, patches included. */
function zonesIn(value: Json, into = new Set<Json>()): Set<Json> {
  if (Array.isArray(value)) value.forEach((item) => zonesIn(item, into));
  if (isPlainObject(value))
    for (const [name, item] of Object.entries(value)) {
      if (/timeZone$/i.test(name)) into.add(item);
      if (name !== 'timeZones') zonesIn(item, into);
    }
  return into;
}
