import {
  atLeast,
  forbidden,
  mayWrite,
  type CalendarChanges,
  type CalendarPatch,
  type EntryChanges,
  type Json,
  type OpenCalendar,
  type PropertyChange,
  type Viewer,
} from '@dayferry/core';
import type { ZoneContext } from './calendar-timezone.js';

/** What a PROPPATCH or MKCALENDAR changes, in core's terms. */
export interface CalendarEdit {
  /** Shared by all who see the calendar; its owner's to change. */
  calendar: CalendarChanges;
  calendarProperties: Record<string, Json | undefined>;
  /** The viewer's own. */
  entry: EntryChanges;
  entryProperties: Record<string, Json | undefined>;
  /** Of a proxy group: the members from now on, by their hrefs. */
  members?: string[];
  /** Properties that only this client knows. */
  dead: PropertyChange[];
}

export interface EditContext extends ZoneContext {
  viewer: Viewer;
  /** Null while the calendar is being made. */
  open: OpenCalendar | null;
}

export const emptyEdit = (): CalendarEdit => ({
  calendar: {},
  calendarProperties: {},
  entry: {},
  entryProperties: {},
  dead: [],
});

/** Forbidden unless the viewer owns the calendar with a credential that may write. */
export function requireOwner({ open, viewer }: EditContext): void {
  requireWriter(viewer);
  if (open && !atLeast(open.role, 'owner'))
    throw forbidden('Only an owner of the calendar changes this.', {
      code: 'insufficient-role',
      info: { privilege: 'write-properties' },
    });
}

export function requireWriter(viewer: Viewer): void {
  if (!mayWrite(viewer))
    throw forbidden('The credential does not permit changes.', {
      code: 'insufficient-scope',
      info: { privilege: 'write-properties' },
    });
}

/** The edit as an argument of core's calls; `open` null while the calendar is being made. */
export function patchOf(edit: CalendarEdit, open: OpenCalendar | null): CalendarPatch {
  const calendar = withProperties(edit.calendar, open?.calendar.properties ?? {}, edit.calendarProperties);
  const entry = withProperties(edit.entry, open?.entry?.properties ?? {}, edit.entryProperties);
  return {
    ...(isEmpty(calendar) ? {} : { calendar }),
    ...(isEmpty(entry) ? {} : { entry }),
    ...(edit.dead.length === 0 ? {} : { properties: edit.dead }),
  };
}

function withProperties<T extends { properties?: Record<string, Json> }>(
  changes: T,
  current: Record<string, Json>,
  updates: Record<string, Json | undefined>,
): T {
  if (isEmpty(updates)) return changes;
  const all = Object.entries({ ...current, ...updates }).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined,
  );
  return { ...changes, properties: Object.fromEntries(all) };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
