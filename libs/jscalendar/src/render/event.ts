import { type EventSeries, formatUtcSeconds, type JsonObject, type SeriesDraft } from '@dayferry/core';
import { contentOf, type ContentContext } from './content.js';
import { defined } from './keys.js';
import { overridesOf } from './overrides.js';
import type { CalendarOwner } from './participants.js';
import { ruleOf } from './rule.js';
import { timeZonesOf } from './zones.js';

const prodId = '-//Dayferry//Dayferry//EN';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A series as one JSCalendar object (RFC 8984): Event or Task, with its recurrence and overrides inside. */
export function renderEvent(series: EventSeries, owner: CalendarOwner): JsonObject {
  const created = formatUtcSeconds(series.master.created ?? series.created);
  return objectOf(series, { uid: series.uid, created, updated: formatUtcSeconds(series.updated) }, owner);
}

/** One that is in no calendar: its times are its own, and nobody is added. `now` (epoch ms) where it says nothing. */
export function renderDraft(draft: SeriesDraft, now: number): JsonObject {
  const { created, lastModified, dtstamp } = draft.master;
  const stamps = {
    uid: draft.uid ?? '',
    created: created === undefined ? undefined : formatUtcSeconds(created),
    updated: lastModified ?? dtstamp ?? formatUtcSeconds(now),
  };
  return objectOf(draft, stamps, null);
}

interface Stamps {
  uid: string;
  created: string | undefined;
  updated: string;
}

function objectOf(series: SeriesDraft, { uid, created, updated }: Stamps, owner: CalendarOwner | null): JsonObject {
  const context: ContentContext = { owner, series };
  const data = series.isMasterMissing
    ? {
        ...series.master,
        ...series.overrides[0]?.patch,
        start: series.overrides[0]?.patch.start ?? series.overrides[0]?.recurrenceId,
      }
    : series.master;
  const content = contentOf(data as SeriesDraft['master'], context);
  return defined({
    '@type': series.kind === 'task' ? 'Task' : 'Event',
    uid: shownUid(uid),
    prodId: series.prodId ?? prodId,
    created,
    updated,
    ...content,
    ...(series.isMasterMissing ? {} : recurrenceOf(series, content, context)),
    timeZones: timeZonesOf(series, usedZones(series)),
  }) as JsonObject;
}

/** UUIDs are shown as URNs, all others verbatim (mapping §1). */
export function shownUid(uid: string): string {
  return uuid.test(uid) ? `urn:uuid:${uid}` : uid;
}

function recurrenceOf(series: SeriesDraft, content: JsonObject, context: ContentContext): JsonObject {
  const start = series.master.start ?? series.master.due;
  const { rules = [], exrules = [] } = series.recurrence ?? {};
  return defined({
    recurrenceRules: start && rules.length > 0 ? rules.map((rule) => ruleOf(rule, start)) : undefined,
    excludedRecurrenceRules: start && exrules.length > 0 ? exrules.map((rule) => ruleOf(rule, start)) : undefined,
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
