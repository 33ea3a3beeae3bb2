import {
  durationBetween,
  type EventData,
  isDate,
  type JsonObject,
  type SeriesDraft,
  type TimePoint,
} from '@dayferry/core';

/** start, timeZone, duration and showWithoutTime (RFC 8984 §4.2.2, §4.7.1, §5.1). */
export function timesOf(data: EventData, definitions: SeriesDraft['timeZones']): JsonObject {
  const { start } = data;
  if (!start) return data.showWithoutTime ? { showWithoutTime: true } : {};
  const duration = durationOf(data, start, definitions);
  return {
    start: localOf(start),
    ...(start.zone === null ? {} : { timeZone: start.zone }),
    ...(duration === 'PT0S' ? {} : { duration }),
    ...(isDate(start) || data.showWithoutTime ? { showWithoutTime: true } : {}),
  };
}

export function localOf(point: TimePoint): string {
  return isDate(point) ? `${point.local}T00:00:00` : point.local;
}

function durationOf(data: EventData, start: TimePoint, definitions: SeriesDraft['timeZones']): string {
  if (data.duration !== undefined) return data.duration;
  if (data.end) return durationBetween(start, data.end, definitions);
  return isDate(start) ? 'P1D' : 'PT0S';
}
