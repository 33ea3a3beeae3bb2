import { resolve, timesAt, type JCalComponent, type Override, type SeriesDraft } from '@dayferry/core';

/**
 * What one component of an object describes, as a series of its own: the master without the instances that have a
 * component of their own, or just the one instance that RECURRENCE-ID names. A change for this and later instances stays
 * with the master, whose rule makes them.
 */
export function componentSeries(series: SeriesDraft, component: JCalComponent): SeriesDraft {
  if (series.overrides.length === 0) return series;
  const id = component[1].find(([name]) => name === 'recurrence-id')?.[3];
  if (typeof id !== 'string') return masterOnly(series);
  const local = id.replace(/Z$/, '');
  const override = series.overrides.find(({ recurrenceId }) => recurrenceId.local === local);
  return override ? instanceOnly(series, override) : series;
}

function masterOnly(series: SeriesDraft): SeriesDraft {
  const own = series.overrides.filter((override) => !override.isThisAndFuture);
  const recurrence = series.recurrence ?? { rules: [], exrules: [], rdates: [], exdates: [] };
  const exdates = [...recurrence.exdates, ...own.map(({ recurrenceId }) => recurrenceId)];
  return {
    ...series,
    recurrence: { ...recurrence, exdates },
    overrides: series.overrides.filter((override) => override.isThisAndFuture),
  };
}

function instanceOnly(series: SeriesDraft, override: Override): SeriesDraft {
  const { recurrenceId } = override;
  const times = timesAt(series, recurrenceId, override);
  const master = resolve(series, { recurrenceId, ...times, startUtc: 0, endUtc: 0, override });
  return { kind: series.kind, master, overrides: [], ...(series.timeZones ? { timeZones: series.timeZones } : {}) };
}

/** The same with one of the component's alarms only; with all of them where the record has not kept each by itself. */
export function withAlarm(series: SeriesDraft, alarm: JCalComponent, parent: JCalComponent): SeriesDraft {
  const all = parent[2].filter(([name]) => name === 'valarm');
  const { alarms } = series.master;
  const own = alarms?.length === all.length ? alarms[all.indexOf(alarm)] : undefined;
  return own ? { ...series, master: { ...series.master, alarms: [own] } } : series;
}
