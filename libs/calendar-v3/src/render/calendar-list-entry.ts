import type { CalendarListEntry, Json, OpenCalendar } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';
import { calendarEtag, renderKind, renderMetadata, renderRole } from './calendar.js';
import { nearest } from './color.js';
import { calendarColors, defaultCalendarColor } from './palette.table.js';

/** Changes with the calendar, the user's own settings for it, and their right on it. With quotes. */
export function entryEtag({ calendar, entry, role }: OpenCalendar): string {
  return `${calendarEtag(calendar).slice(0, -1)}-${(entry?.seq ?? 0).toString(36)}${role[0]}"`;
}

/** 5.2: all that is said of a calendar which is not on the list any more. */
export function renderRemovedEntry(id: string): JsonObject {
  return { kind: 'calendar#calendarListEntry', etag: '"deleted"', id, deleted: true };
}

/** The CalendarList resource: the calendar and this user's own settings for it. */
export function renderCalendarListEntry(open: OpenCalendar): JsonObject {
  const { calendar, entry, viewer, role } = open;
  const isPrimary = calendar.kind === 'primary' && calendar.ownerKey === viewer.user?.key;
  return present({
    kind: 'calendar#calendarListEntry',
    etag: entryEtag(open),
    ...renderMetadata(open),
    summaryOverride: entry?.titleOverride,
    ...renderColors(entry),
    hidden: entry?.isHidden || undefined,
    selected: entry?.isSelected || undefined,
    accessRole: renderRole(role),
    defaultReminders: renderDefaultReminders(entry),
    notificationSettings: renderNotifications(entry),
    primary: isPrimary || undefined,
    ...renderKind(open),
  });
}

export function renderDefaultReminders(entry: CalendarListEntry | null): JsonObject[] {
  const shown = (entry?.defaultReminders ?? []).filter(({ method }) => method !== 'sms');
  return shown.map(({ method, minutes }) => ({ method, minutes }));
}

/** All three are always present: the exact colour, and the palette key that is nearest to it. */
function renderColors(entry: CalendarListEntry | null): { [name: string]: Json | undefined } {
  const own = /^#[0-9a-f]{6}/i.exec(entry?.color ?? '')?.[0].toLowerCase();
  const key = keyOf(entry, own);
  const backgroundColor = own ?? calendarColors[key];
  return { colorId: key, backgroundColor, foregroundColor: entry?.foregroundColor ?? '#000000' };
}

function keyOf(entry: CalendarListEntry | null, color: string | undefined): string {
  if (entry?.colorId !== undefined && Object.hasOwn(calendarColors, entry.colorId)) return entry.colorId;
  return (color && nearest(color, calendarColors)) ?? defaultCalendarColor;
}

function renderNotifications(entry: CalendarListEntry | null): JsonObject | undefined {
  const notifications = (entry?.notifications ?? []).map(({ type, method }) => ({ type, method }));
  return notifications.length > 0 ? { notifications } : undefined;
}
