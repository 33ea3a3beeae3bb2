import { inZone, type JCalProperty, type Recurrence, type RecurrenceDate, type TimePoint } from '@dayferry/core';
import { tzidOf, typeOf, valueOf, zoneParameter } from './times.js';

/** RRULE, EXRULE, RDATE and EXDATE, each in its own order. */
export function recurrenceProperties(recurrence: Recurrence | undefined): JCalProperty[] {
  if (!recurrence) return [];
  return [
    ...recurrence.rules.map((rule): JCalProperty => ['rrule', {}, 'recur', rule]),
    ...recurrence.exrules.map((rule): JCalProperty => ['exrule', {}, 'recur', rule]),
    ...grouped('exdate', recurrence.exdates),
    ...dates(recurrence.rdates),
  ];
}

/** Neighbours of one form and zone share a line. */
function grouped(name: string, points: TimePoint[]): JCalProperty[] {
  const groups: TimePoint[][] = [];
  let former = '';
  for (const point of points) {
    const form = `${typeOf(point)}|${tzidOf(point)}|${valueOf(point).endsWith('Z')}`;
    if (form === former) groups.at(-1)!.push(point);
    else groups.push([point]);
    former = form;
  }
  return groups.map((group) => [name, zoneParameter(group[0]!), typeOf(group[0]!), ...group.map(valueOf)]);
}

function dates(list: RecurrenceDate[]): JCalProperty[] {
  const properties: JCalProperty[] = [];
  let plain: TimePoint[] = [];
  for (const date of list) {
    if (!isPeriod(date)) plain.push(date.start);
    else {
      properties.push(...grouped('rdate', plain), period(date));
      plain = [];
    }
  }
  return [...properties, ...grouped('rdate', plain)];
}

function isPeriod(date: RecurrenceDate): boolean {
  return date.end !== undefined || date.duration !== undefined;
}

/** Both ends share the TZID. */
function period({ start, end, duration }: RecurrenceDate): JCalProperty {
  const isElsewhere = end !== undefined && start.zone !== null && end.zone !== start.zone;
  const there = isElsewhere ? { ...start, local: inZone(end, start.zone!).local } : end;
  return ['rdate', zoneParameter(start), 'period', [valueOf(start), there ? valueOf(there) : duration!]];
}
