import {
  emptyRecurrence,
  isDate,
  isKnownZone,
  type JsonObject,
  type Recurrence,
  type SeriesDraft,
  type SeriesKind,
} from '@dayferry/core';
import type { Version } from '../version.js';
import { membersOf, readContent } from './content.js';
import { withOverrides } from './overrides.js';
import { readRules } from './rule.js';
import { storedUid } from './uid.js';
import { type Members, wrong } from './values.js';
import { readTimeZones } from './zones.js';

const kinds: Record<string, SeriesKind> = { Event: 'event', Task: 'task' };

/** A JSCalendar Event or Task as a series; InvalidInput names the pointer and the rule. */
export function parseEvent(source: JsonObject, version: Version = '1.0'): SeriesDraft {
  const members = membersOf(source, '', version);
  const kind = kindOf(source);
  const timeZones = readTimeZones(members);
  const master = readContent(members, { kind, definitions: timeZones, version });
  const recurrence = readRecurrence(members, master, version);
  const draft: SeriesDraft = {
    kind,
    ...readIdentity(members),
    master,
    ...(recurrence ? { recurrence } : {}),
    overrides: [],
    ...(timeZones ? { timeZones } : {}),
  };
  return source.recurrenceId === undefined ? withOverrides(draft, source, version) : standAlone(draft, members);
}

function kindOf(source: JsonObject): SeriesKind {
  const kind = kinds[typeof source['@type'] === 'string' ? source['@type'] : ''];
  if (!kind) throw wrong('@type', 'must be Event or Task.');
  if (kind === 'event' && source.start === undefined) throw wrong('start', 'is missing.');
  return kind;
}

function readIdentity(members: Members): Pick<SeriesDraft, 'uid' | 'uidHasUrnPrefix' | 'prodId'> {
  const uid = members.string('uid');
  const prodId = members.string('prodId');
  return {
    ...(uid === undefined ? {} : { uid: storedUid(uid) }),
    ...(uid?.startsWith('urn:uuid:') ? { uidHasUrnPrefix: true } : {}),
    ...(prodId === undefined ? {} : { prodId }),
  };
}

/** One occurrence of a series that is not here (RFC 8984 §4.3.1), as an invitation to it alone is. */
function standAlone({ master, recurrence, ...draft }: SeriesDraft, members: Members): SeriesDraft {
  if (recurrence || members.object('recurrenceOverrides'))
    throw wrong('recurrenceId', 'stands without rules and overrides.');
  const local = members.local('recurrenceId')!;
  const zone = members.string('recurrenceIdTimeZone') ?? null;
  if (zone !== null && !isKnownZone(zone)) throw wrong('recurrenceIdTimeZone', 'is no known time zone.');
  const start = master.start ?? master.due;
  const recurrenceId = start && isDate(start) ? { local: local.slice(0, 10), zone: null } : { local, zone };
  return {
    ...draft,
    master: {},
    isMasterMissing: true,
    overrides: [{ recurrenceId, patch: master, seq: 0, updated: 0 }],
  };
}

/** 2.0 has one rule; the others of a series that RFC 8984 or iCalendar gave several come behind our prefix. */
function readRecurrence(
  members: Members,
  { start, due }: SeriesDraft['master'],
  version: Version,
): Recurrence | undefined {
  const first = version === '1.0' ? [] : readRules(members, 'recurrenceRule', start ?? due);
  const rules = [...first, ...readRules(members, 'recurrenceRules', start ?? due)];
  const exrules = readRules(members, 'excludedRecurrenceRules', start ?? due);
  return rules.length + exrules.length > 0 ? { ...emptyRecurrence(), rules, exrules } : undefined;
}
