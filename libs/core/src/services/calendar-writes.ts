import { conflict, forbidden, invalidInput, notFound } from '../errors.js';
import type { Calendar, CalendarListEntry } from '../model/calendar.js';
import type { Principal } from '../model/directory.js';
import type { StoreWriter } from '../ports/store.port.js';
import { isKnownZone } from '../time/zones.js';
import type { CalendarChanges, EntryChanges, NewCalendar } from './changes.js';
import type { CoreContext, CoreDependencies } from './context.js';

const allComponents: Calendar['components'] = ['VEVENT', 'VTODO', 'VJOURNAL'];

/** A secondary calendar with its owner's rule and list entry. Refuses unknown zones and names that are taken. */
export async function insertCalendar(
  core: CoreDependencies,
  tx: StoreWriter,
  owner: Principal,
  wanted: NewCalendar,
): Promise<Calendar> {
  const existing = await tx.calendarsOwnedBy(owner.key);
  if (existing.length >= core.limits.calendarsPerUser) {
    throw forbidden('The user has as many calendars as are allowed.', { code: 'too-many-calendars' });
  }
  const id = `${core.ids.calendarId()}@${core.calendarHost}`;
  const calendar = newCalendar(core, owner, { ...wanted, id, kind: 'secondary' });
  checkCalendar(calendar);
  await putCalendar(core, tx, calendar);
  await tx.saveListEntry({ ...newEntry(owner.key, calendar.key), ...(wanted.color ? { color: wanted.color } : {}) });
  return calendar;
}

export async function putCalendar(core: CoreDependencies, tx: StoreWriter, calendar: Calendar): Promise<void> {
  await tx.insertCalendar(calendar, { epoch: core.ids.epoch(), seq: 1, minSeq: 0 });
  const owner = await tx.principal(calendar.ownerKey);
  if (!owner) throw notFound();
  await tx.saveAclRule({ calendarKey: calendar.key, scopeType: 'user', scopeValue: owner.email, role: 'owner' });
}

export function newCalendar(
  core: CoreDependencies,
  owner: Principal,
  wanted: NewCalendar & Pick<Calendar, 'id' | 'kind'>,
): Calendar {
  const key = core.ids.key();
  const now = core.clock();
  return {
    key,
    id: wanted.id,
    ownerKey: owner.key,
    kind: wanted.kind,
    title: wanted.title,
    ...(wanted.description === undefined ? {} : { description: wanted.description }),
    ...(wanted.location === undefined ? {} : { location: wanted.location }),
    timeZone: wanted.timeZone ?? ownZone(owner),
    components: wanted.components ?? allComponents,
    collectionName: wanted.collectionName ?? key,
    created: now,
    updated: now,
    timesCleaned: 0,
    revision: 1,
    properties: wanted.properties ?? {},
  };
}

function ownZone(owner: Principal): string {
  return typeof owner.settings.timezone === 'string' ? owner.settings.timezone : 'Etc/UTC';
}

export function newEntry(userKey: string, calendarKey: string): CalendarListEntry {
  return {
    userKey,
    calendarKey,
    isHidden: false,
    isSelected: true,
    revision: 1,
    defaultReminders: [],
    notifications: [],
    properties: {},
  };
}

function checkCalendar(calendar: Calendar): void {
  if (calendar.title.length > 1024) throw invalidInput('title', 'The title is longer than 1024 characters.');
  if (!isKnownZone(calendar.timeZone))
    throw invalidInput('timeZone', 'Invalid time zone.', { code: 'invalid-time-zone' });
}

interface CalendarChange {
  changes: CalendarChanges & { linkHash?: string | undefined };
  check?: ((current: Calendar) => void) | undefined;
}

export async function changeCalendar(
  core: Pick<CoreContext, 'clock'>,
  tx: StoreWriter,
  calendar: Calendar,
  { changes, check }: CalendarChange,
): Promise<void> {
  const [current] = await tx.calendarsByKey([calendar.key]);
  if (!current) throw notFound();
  check?.(current);
  const updated = Math.max(core.clock(), current.updated);
  const next: Calendar = { ...current, ...changes, updated, revision: current.revision + 1 };
  checkCalendar(next);
  if (!(await tx.updateCalendar(next)))
    throw conflict('The calendar was changed at the same moment.', { code: 'lost-race' });
}

export async function changeEntry(
  tx: StoreWriter,
  userKey: string,
  calendarKey: string,
  changes: EntryChanges,
): Promise<void> {
  const current = (await tx.listEntry(userKey, calendarKey)) ?? newEntry(userKey, calendarKey);
  await tx.saveListEntry({ ...current, ...changes, revision: current.revision + 1 });
}

/** Deletes every event of the calendar under one change number (v3 calendars.clear, v2 timesCleaned). */
export async function clearCalendar(core: CoreContext, tx: StoreWriter, calendar: Calendar): Promise<void> {
  const seq = await tx.nextSeq(calendar.key);
  await tx.tombstoneAll(calendar.key, seq, core.clock());
  const [current] = await tx.calendarsByKey([calendar.key]);
  if (!current) throw notFound();
  const next = {
    ...current,
    timesCleaned: current.timesCleaned + 1,
    updated: core.clock(),
    revision: current.revision + 1,
  };
  await tx.updateCalendar(next);
}
