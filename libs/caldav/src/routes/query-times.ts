import { alarmOverlaps, canonicalZone, overlapsRange, type SeriesDraft, type TimeSetting } from '@dayferry/core';
import { componentSeries, withAlarm } from './component-series.js';
import type { Times } from './filter-match.js';

/** When the components of one object take place; it is parsed only where a filter asks. */
export function timesOf(content: { readonly series: SeriesDraft }, setting: TimeSetting): Times {
  return {
    componentOverlaps: (component, range) => overlapsRange(componentSeries(content.series, component), range, setting),
    alarmOverlaps: (alarm, parent, range) =>
      alarmOverlaps(withAlarm(componentSeries(content.series, parent), alarm, parent), range, setting),
    zoneOf: (tzid) => (tzid === undefined ? null : canonicalZone(tzid)) ?? setting.zone,
  };
}
