import type { JCalProperty, Recurrence, RecurrenceDate, TimePoint } from '@dayferry/core';
import { pointOf, type ZoneNames } from './times.js';
import { textOf } from '../text/text-of.js';

/** A RECURRENCE-ID for its own and all later instances (RFC 5545 §3.2.13). */
export function isForFuture([, { range }]: JCalProperty): boolean {
  return typeof range === 'string' && range.toUpperCase() === 'THISANDFUTURE';
}

/** True for a line that `toRecurrence` reads; another is kept as it is. */
export function isReadable([name, , type]: JCalProperty): boolean {
  if (name === 'rrule' || name === 'exrule') return type === 'recur';
  return type === 'date' || type === 'date-time' || (name === 'rdate' && type === 'period');
}

/** RRULE, EXRULE, RDATE and EXDATE of a master; undefined when there is none. */
export function toRecurrence(properties: JCalProperty[], zones: ZoneNames): Recurrence | undefined {
  const named = (name: string): JCalProperty[] =>
    properties.filter((property) => property[0] === name && isReadable(property));
  const recurrence: Recurrence = {
    rules: named('rrule').map(([, , , value]) => textOf(value)),
    exrules: named('exrule').map(([, , , value]) => textOf(value)),
    rdates: named('rdate').flatMap((property) => toDates(property, zones)),
    exdates: named('exdate').flatMap(([, parameters, , ...values]) =>
      values.flatMap((value) => pointOf(value, parameters, zones) ?? []),
    ),
  };
  return Object.values(recurrence).some((list: unknown[]) => list.length > 0) ? recurrence : undefined;
}

function toDates([, parameters, type, ...values]: JCalProperty, zones: ZoneNames): RecurrenceDate[] {
  if (type !== 'period') return values.flatMap((value) => wrap(pointOf(value, parameters, zones)));
  return values.flatMap((value) => {
    const [from, to] = value as [string, string];
    const start = pointOf(from, parameters, zones);
    if (!start) return [];
    const end = /^[+-]?P/.test(to) ? null : pointOf(to, parameters, zones);
    return [end ? { start, end } : { start, duration: to }];
  });
}

function wrap(start: TimePoint | null): RecurrenceDate[] {
  return start ? [{ start }] : [];
}
