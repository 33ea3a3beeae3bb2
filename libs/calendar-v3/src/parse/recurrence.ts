import type { Recurrence } from '@dayferry/core';
import { parseRecurrenceLines } from '@dayferry/icalendar';
import { invalidMember } from '../errors/fail.js';
import type { JsonObject } from './json.js';
import { listAt } from './member.js';
import { readZone } from './zone.js';

/** The lines of `recurrence`; null and an empty list make a single event. */
export function parseRecurrence(event: JsonObject): Recurrence | undefined {
  const lines = linesOf(event);
  return lines.length > 0 ? parseRecurrenceLines(lines) : undefined;
}

function linesOf(event: JsonObject): string[] {
  return (listAt(event, 'recurrence') ?? []).map((line, i) => {
    if (typeof line !== 'string') throw invalidMember(`/recurrence/${i}`);
    return line;
  });
}

/** 6.6: in lines that the client adds, a TZID is an IANA name. */
export function checkRecurrence(event: JsonObject, current: JsonObject): void {
  const known = new Set(linesOf(current));
  linesOf(event).forEach((line, i) => {
    const tzid = /^[^:]*;TZID="?([^:;"]*)/i.exec(line)?.[1];
    if (tzid !== undefined && !known.has(line)) readZone(tzid, { path: `/recurrence/${i}` });
  });
}
