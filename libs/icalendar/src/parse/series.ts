import {
  contentAt,
  diffData,
  type EventData,
  type EventPatch,
  isSame,
  type JCalComponent,
  type Override,
  parseRule,
  type SeriesDraft,
  type SeriesKind,
  timesAt,
  type TimePoint,
  toUtc,
  UTC,
} from '@dayferry/core';
import { ownProductId } from '../text/product.js';
import { refusal } from '../text/refuse.js';
import { toEventData } from './component.js';
import { assertLimits } from './limits.js';
import type { ParseOptions } from './options.js';
import { own } from './own.js';
import type { ReadContext } from './properties.table.js';
import { isForFuture, toRecurrence } from './recurrence.js';
import { toPoint, ZoneNames, type ZoneTable } from './times.js';

const kinds: Record<string, SeriesKind> = { vevent: 'event', vtodo: 'task', vjournal: 'journal' };

/** Undefined for a component that is not stored. */
export function kindOf([name]: JCalComponent): SeriesKind | undefined {
  return own(kinds, name);
}

/** What one calendar object holds: components of one UID, and the zones and properties around them. */
export interface ObjectParts {
  uid: string | undefined;
  components: JCalComponent[];
  zones: ZoneTable;
  calendarProperties: JCalComponent[1];
}

/** Builds the series of one UID: master, recurrence, overrides (RFC 4791 §4.1). */
export function toDraft(
  { uid, components, zones, calendarProperties }: ObjectParts,
  options: ParseOptions,
): SeriesDraft {
  const kind = oneKind(components);
  assertLimits(components, options.limits);
  const names = new ZoneNames(zones);
  const context: ReadContext = { kind, zones: names, options };
  const masters = components.filter((component) => !has(component, 'recurrence-id'));
  if (masters.length > 1)
    throw refusal('valid-calendar-object-resource', 'Two components have the same UID and no RECURRENCE-ID.');
  const [masterComponent] = masters;
  const master = masterComponent ? toEventData(masterComponent, context) : {};
  const recurrence = masterComponent && toRecurrence(masterComponent[1], names);
  recurrence?.rules.concat(recurrence.exrules).forEach(parseRule);
  const instances = components
    .filter((component) => component !== masterComponent)
    .map((component) => toInstance(component, context));
  const timeZones = names.kept();
  const kept = calendarProperties.filter(
    ([name, , , value]) => name !== 'version' && !(name === 'prodid' && value === ownProductId),
  );
  const series: SeriesDraft = {
    kind,
    ...(uid === undefined ? {} : { uid }),
    master,
    ...(masterComponent ? {} : { isMasterMissing: true }),
    ...(recurrence ? { recurrence } : {}),
    overrides: [],
    ...(timeZones ? { timeZones } : {}),
    ...(kept.length > 0 ? { calendarProperties: kept } : {}),
  };
  refuseDuplicates(instances, series);
  return { ...series, overrides: toOverrides(series, instances) };
}

function oneKind(components: JCalComponent[]): SeriesKind {
  const [kind, ...others] = new Set(components.map(kindOf));
  if (others.length > 0 || !kind)
    throw refusal('valid-calendar-object-resource', 'An object holds components of one kind.');
  return kind;
}

export function has([, properties]: JCalComponent, name: string): boolean {
  return properties.some((property) => property[0] === name);
}

interface Instance {
  recurrenceId: TimePoint;
  isThisAndFuture?: boolean;
  full: EventData;
}

/** A component with RECURRENCE-ID. */
function toInstance(component: JCalComponent, context: ReadContext): Instance {
  const property = component[1].find(([name]) => name === 'recurrence-id')!;
  const recurrenceId = toPoint(property, context.zones);
  if (!recurrenceId) throw refusal('valid-calendar-data', 'RECURRENCE-ID is no date or date-time.', 'recurrence-id');
  const full = toEventData(component, { ...context, isOverride: true });
  return { recurrenceId, ...(isForFuture(property) ? { isThisAndFuture: true } : {}), full };
}

/** Two spellings of one original start count as the same. */
function refuseDuplicates(instances: Instance[], { timeZones }: SeriesDraft): void {
  const seen = new Set<string | number>();
  for (const { recurrenceId } of instances) {
    const key = recurrenceId.zone === null ? recurrenceId.local : toUtc(recurrenceId, UTC, timeZones);
    if (seen.has(key)) throw refusal('valid-calendar-object-resource', 'Two components have the same RECURRENCE-ID.');
    seen.add(key);
  }
}

/** Instances as what they change; those that change the future too are what later ones are compared with. */
function toOverrides(series: SeriesDraft, instances: Instance[]): Override[] {
  const future = instances
    .filter((instance) => instance.isThisAndFuture)
    .map((instance) => toOverride(series, instance));
  const changed = { ...series, overrides: future };
  return instances.map(
    (instance) =>
      future.find((override) => override.recurrenceId === instance.recurrenceId) ?? toOverride(changed, instance),
  );
}

function toOverride(series: SeriesDraft, { recurrenceId, isThisAndFuture, full }: Instance): Override {
  const override: Override = {
    recurrenceId,
    ...(isThisAndFuture ? { isThisAndFuture } : {}),
    patch: {},
    seq: 0,
    updated: 0,
  };
  if (series.isMasterMissing) return { ...override, patch: full };
  const base = isThisAndFuture ? series.master : contentAt(series, recurrenceId);
  const { start: _start, end: _end, duration: _duration, ...rest } = diffData(base, full);
  return { ...override, patch: { ...rest, ...timesPatch(series, override, { base, full }) } };
}

/**
 * Start and length are left out where `resolve` puts the same ones in. A component without a start of its own takes place
 * at its original start.
 */
function timesPatch(
  series: SeriesDraft,
  override: Override,
  { base, full }: { base: EventData; full: EventData },
): EventPatch {
  const given = timesAt(series, override.recurrenceId, override);
  const start = full.start && !isSame(full.start, given.start) ? { start: full.start } : {};
  if (full.duration) return { ...start, ...(full.duration === base.duration ? {} : { duration: full.duration }) };
  if (!full.end) return { ...start, ...(base.end ? { end: null } : {}), ...(base.duration ? { duration: null } : {}) };
  const isGiven =
    base.end && isSame(full.end, timesAt(series, override.recurrenceId, { ...override, patch: start }).end);
  return { ...start, ...(isGiven ? {} : { end: full.end }) };
}
