import {
  applyPatch,
  contentAt,
  type EventData,
  type EventSeries,
  formatUtcSeconds,
  type ICalendarRenderer,
  type JCalComponent,
  type JCalProperty,
  type Override,
  type SeriesDraft,
  timesAt,
} from '@dayferry/core';
import { ownProductId } from '../text/product.js';
import { renderJCal } from '../text/write.js';
import { componentOf } from './component.js';
import { recurrenceProperties } from './recurrence.js';
import { timeProperty } from './times.js';
import { zoneComponents } from './zones.js';

const ownProdId: JCalProperty = ['prodid', {}, 'text', ownProductId];

/** The calendar object of a series: master and overrides, with the zones they need. */
export function renderSeries(series: SeriesDraft | EventSeries): string {
  return renderJCal(calendarOf(series));
}

export const iCalendarRenderer: ICalendarRenderer = { render: renderSeries };

export function calendarOf(series: SeriesDraft | EventSeries): JCalComponent {
  const kept = series.calendarProperties ?? [];
  const prodId = kept.some(([name]) => name === 'prodid') ? [] : [ownProdId];
  const properties: JCalProperty[] = [['version', {}, 'text', '2.0'], ...prodId, ...kept];
  const { availability } = series;
  const components = availability
    ? [...availability.zones, availability.component]
    : [...zoneComponents(series), ...componentsOf(series)];
  return ['vcalendar', properties, components];
}

function componentsOf(series: SeriesDraft | EventSeries): JCalComponent[] {
  const uid: JCalProperty[] = series.uid === undefined ? [] : [['uid', {}, 'text', series.uid]];
  const write = (data: EventData, lead: JCalProperty[], updated: number): JCalComponent =>
    componentOf(series.kind, stamped(series, data, updated), [...uid, ...lead], updated);
  const stamp = 'updated' in series ? series.updated : 0;
  const master = series.isMasterMissing ? [] : [write(series.master, recurrenceProperties(series.recurrence), stamp)];
  const overrides = series.overrides.map((override) =>
    write(contentOf(series, override), [recurrenceId(override)], override.updated || stamp),
  );
  return [...master, ...overrides];
}

/** CREATED and LAST-MODIFIED of a record are the server's, where no iCalendar client wrote its own. */
function stamped(series: SeriesDraft | EventSeries, data: EventData, updated: number): EventData {
  if (!('updated' in series)) return data;
  return { created: series.created, lastModified: formatUtcSeconds(updated), ...data };
}

function recurrenceId({ recurrenceId: point, isThisAndFuture }: Override): JCalProperty {
  const [name, parameters, type, value] = timeProperty('recurrence-id', point);
  return [name, isThisAndFuture ? { ...parameters, range: 'THISANDFUTURE' } : parameters, type, value!];
}

/** An override is written whole: the master's content with its changes, at its own time. */
function contentOf(series: SeriesDraft, override: Override): EventData {
  if (series.isMasterMissing) return applyPatch({}, override.patch);
  const content = contentAt(series, override.recurrenceId, override);
  const { start, end } = timesAt(series, override.recurrenceId, override);
  return { ...content, start, ...(content.end ? { end } : {}) };
}
