import { createHash } from 'node:crypto';
import { DayferryError, type JCalComponent, type JCalProperty, type SeriesDraft } from '@dayferry/core';
import { type Broken, parseJCal } from '../text/jcal.js';
import { refusal } from '../text/refuse.js';
import { renderJCal } from '../text/write.js';
import type { ParseOptions } from './options.js';
import { asPrecondition } from './precondition.js';
import { requireGregorian } from './scale.js';
import { kindOf, toDraft } from './series.js';
import { ZoneTable } from './times.js';
import { uidOf } from './uid.js';

export type FileItem = { uid: string; draft: SeriesDraft } | { uid?: string; error: DayferryError };

/** What one UID has in a file. */
interface Group {
  uid: string;
  components: JCalComponent[];
  zones: ZoneTable;
  calendarProperties: JCalProperty[];
  /** CALSCALE of its calendar. */
  scale: JCalProperty[];
  /** Original starts it has; `''` is the master. */
  starts: Set<string>;
}

/**
 * Everything in an .ics file, grouped by UID: also several VCALENDARs and ones with METHOD. A component without UID gets
 * one from its own text, so that a second import finds it again. A line that cannot be read spoils the component it is
 * in; throws only when the file as a whole cannot be read.
 */
export function* parseFile(input: Uint8Array | string, options: ParseOptions): Generator<FileItem> {
  const broken: Broken = new Map();
  const roots = parseJCal(input, { ...options.limits, icalProperties: Infinity }, broken);
  for (const group of groupsOf(roots.flatMap(asCalendar), options)) yield itemOf(group, broken, options);
}

/** A component may stand alone, without a VCALENDAR around it. */
function asCalendar(root: JCalComponent): JCalComponent[] {
  if (root[0] === 'vcalendar') return [root];
  return kindOf(root) ? [['vcalendar', [], [root]]] : [];
}

function itemOf(group: Group, broken: Broken, options: ParseOptions): FileItem {
  const { uid, components } = group;
  try {
    for (const component of components) {
      const error = broken.get(component);
      if (error) throw error;
    }
    if (sizeOf(components) > options.limits.resourceBytes)
      throw refusal('max-resource-size', 'The calendar object is too large.');
    requireGregorian(group.scale);
    return { uid, draft: asPrecondition(() => toDraft(group, options)) };
  } catch (error) {
    if (!(error instanceof DayferryError)) throw error;
    return { uid, error };
  }
}

/** Nearly what they take as text. */
function sizeOf(components: JCalComponent[]): number {
  return Buffer.byteLength(JSON.stringify(components));
}

function groupsOf(calendars: JCalComponent[], options: ParseOptions): Group[] {
  const groups: Group[] = [];
  const latest = new Map<string, Group>();
  for (const [, properties, children] of calendars) {
    const zones = new ZoneTable(
      children.filter(([name]) => name === 'vtimezone'),
      options.calendarZone,
    );
    const calendarProperties = properties.filter(([property]) => property === 'prodid');
    const scale = properties.filter(([property]) => property === 'calscale');
    for (const component of children.filter(kindOf)) {
      const uid = uidOf(component) ?? madeUid(component);
      const found: Group = {
        uid,
        components: [component],
        zones,
        calendarProperties,
        scale,
        starts: new Set([startKey(component)]),
      };
      const open = latest.get(uid);
      if (open && belongsTo(open, found)) join(open, found);
      else {
        groups.push(found);
        latest.set(uid, found);
      }
    }
  }
  return groups;
}

/** In another VCALENDAR the same instance once more is a later version of it, not a contradiction. */
function belongsTo(open: Group, found: Group): boolean {
  if (open.zones === found.zones) return true;
  const [start] = found.starts;
  return !open.starts.has(start!) && !open.zones.contradicts(found.zones);
}

function join(open: Group, found: Group): void {
  open.components.push(...found.components);
  for (const start of found.starts) open.starts.add(start);
  if (open.zones !== found.zones) open.zones = open.zones.with(found.zones);
}

function startKey([, properties]: JCalComponent): string {
  const property = properties.find(([name]) => name === 'recurrence-id');
  return property ? JSON.stringify([property[1].tzid, property[3]]) : '';
}

function madeUid(component: JCalComponent): string {
  return `dayferry-${createHash('sha256').update(renderJCal(component)).digest('hex')}`;
}
