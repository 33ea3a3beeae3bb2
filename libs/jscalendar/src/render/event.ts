import {
  type EventData,
  type EventSeries,
  formatUtcSeconds,
  type Json,
  type JsonObject,
  type SeriesDraft,
} from '@dayferry/core';
import { vendor } from '../vendor.table.js';
import type { Version } from '../version.js';
import { contentOf, type ContentContext } from './content.js';
import { defined, shownUid } from './keys.js';
import { overridesOf } from './overrides.js';
import type { CalendarOwner } from './participants.js';
import { ruleOf } from './rule.js';
import { localOf } from './times.js';
import { timeZonesOf } from './zones.js';

const prodId = '-//Dayferry//Dayferry//EN';

/** A series as one JSCalendar object: Event or Task, with its recurrence and overrides inside. */
export function renderEvent(series: EventSeries, owner: CalendarOwner, version: Version = '1.0'): JsonObject {
  const created = formatUtcSeconds(series.master.created ?? series.created);
  return objectOf(series, { uid: series.uid, created, updated: formatUtcSeconds(series.updated) }, { owner, version });
}

/** One that is in no calendar: its times are its own, and nobody is added. `now` (epoch ms) where it says nothing. */
export function renderDraft(draft: SeriesDraft, now: number, version: Version): JsonObject {
  const { created, lastModified, dtstamp } = shownData(draft);
  const stamps = {
    uid: draft.uid ?? '',
    created: created === undefined ? undefined : formatUtcSeconds(created),
    updated: lastModified ?? dtstamp ?? formatUtcSeconds(now),
  };
  return objectOf(draft, stamps, { owner: null, version });
}

interface Stamps {
  uid: string;
  created: string | undefined;
  updated: string;
}

type Audience = Pick<ContentContext, 'owner' | 'version'>;

function objectOf(series: SeriesDraft, { uid, created, updated }: Stamps, audience: Audience): JsonObject {
  const context: ContentContext = { ...audience, series };
  const content = contentOf(shownData(series), context);
  return defined({
    '@type': series.kind === 'task' ? 'Task' : 'Event',
    ...identityOf(series, uid, context.version),
    prodId: series.prodId ?? prodId,
    created,
    updated,
    ...content,
    ...(series.isMasterMissing ? standAloneOf(series) : recurrenceOf(series, content, context)),
    [namedIn(context.version, 'timeZones')]: timeZonesOf(series, usedZones(series)),
  }) as JsonObject;
}

/** The master; of a series that is not here as a whole, the first of the occurrences that are. */
function shownData({ isMasterMissing, master, overrides }: SeriesDraft): EventData {
  const [first] = overrides;
  if (!isMasterMissing || !first) return master;
  return { ...master, ...first.patch, start: first.patch.start ?? first.recurrenceId } as EventData;
}

/** One occurrence alone says which it is (RFC 8984 §4.3.1). */
function standAloneOf({ overrides }: SeriesDraft): JsonObject {
  const [only] = overrides;
  if (!only || overrides.length > 1) return {};
  return { recurrenceId: localOf(only.recurrenceId), recurrenceIdTimeZone: only.recurrenceId.zone };
}

/** 2.0 says its version and gives a uid back as it came. */
export function identityOf({ uidHasUrnPrefix }: SeriesDraft, uid: string, version: Version): JsonObject {
  if (version === '1.0') return { uid: shownUid(uid) };
  return { version, uid: uidHasUrnPrefix ? `urn:uuid:${uid}` : uid };
}

/** The name of a member that only RFC 8984 has. */
export function namedIn(version: Version, name: string): string {
  return version === '1.0' ? name : vendor + name;
}

function recurrenceOf(series: SeriesDraft, content: JsonObject, context: ContentContext): JsonObject {
  const start = series.master.start ?? series.master.due;
  const { rules = [], exrules = [] } = series.recurrence ?? {};
  const shown = (texts: string[]): Json[] | undefined =>
    start && texts.length > 0 ? texts.map((rule) => ruleOf(rule, start)) : undefined;
  const [rule, ...others] = rules;
  return defined({
    ...(context.version === '1.0'
      ? { recurrenceRules: shown(rules) }
      : { recurrenceRule: shown(rule === undefined ? [] : [rule])?.[0], [`${vendor}recurrenceRules`]: shown(others) }),
    [namedIn(context.version, 'excludedRecurrenceRules')]: shown(exrules),
    recurrenceOverrides: overridesOf(series, content, context),
  }) as JsonObject;
}

function usedZones(series: SeriesDraft): Set<string> {
  const points = [series.master, ...series.overrides.map((override) => override.patch)].flatMap((data) => [
    data.start,
    data.due,
  ]);
  return new Set(points.flatMap((point) => point?.zone ?? []));
}
