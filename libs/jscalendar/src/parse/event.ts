import { emptyRecurrence, type JsonObject, type Recurrence, type SeriesDraft, type SeriesKind } from '@dayferry/core';
import { readContent } from './content.js';
import { withOverrides } from './overrides.js';
import { readRules } from './rule.js';
import { Members, wrong } from './values.js';
import { readTimeZones } from './zones.js';

const kinds: Record<string, SeriesKind> = { Event: 'event', Task: 'task' };

/** A JSCalendar Event or Task as a series; InvalidInput names the pointer and the rule. */
export function parseEvent(source: JsonObject): SeriesDraft {
  const members = new Members(source, '');
  const kind = kinds[typeof source['@type'] === 'string' ? source['@type'] : ''];
  if (!kind) throw wrong('@type', 'must be Event or Task.');
  if (kind === 'event' && source.start === undefined) throw wrong('start', 'is missing.');
  if (source.recurrenceId !== undefined)
    throw wrong('recurrenceId', 'a single occurrence is changed through recurrenceOverrides.');
  const timeZones = readTimeZones(members);
  const master = readContent(members, kind, timeZones);
  const recurrence = readRecurrence(members, master);
  const uid = members.string('uid');
  const prodId = members.string('prodId');
  const draft: SeriesDraft = {
    kind,
    ...(uid === undefined ? {} : { uid: storedUid(uid) }),
    ...(uid?.startsWith('urn:uuid:') ? { uidHasUrnPrefix: true } : {}),
    master,
    ...(recurrence ? { recurrence } : {}),
    overrides: [],
    ...(timeZones ? { timeZones } : {}),
    ...(prodId === undefined ? {} : { prodId }),
  };
  return withOverrides(draft, source);
}

/** iCalendar has the UUID alone; JSCalendar shows it as a URN. */
export function storedUid(uid: string): string {
  if (uid === '') throw wrong('uid', 'must not be empty.');
  return uid.replace(/^urn:uuid:/i, '');
}

function readRecurrence(members: Members, { start, due }: SeriesDraft['master']): Recurrence | undefined {
  const rules = readRules(members, 'recurrenceRules', start ?? due);
  const exrules = readRules(members, 'excludedRecurrenceRules', start ?? due);
  return rules.length + exrules.length > 0 ? { ...emptyRecurrence(), rules, exrules } : undefined;
}
