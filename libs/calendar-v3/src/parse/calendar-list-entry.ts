import type { CalendarListEntry, DefaultReminder, EntryChanges } from '@dayferry/core';
import { invalidMember } from '../errors/fail.js';
import { calendarColors } from '../render/palette.table.js';
import { maxReminderMinutes, maxReminders } from '../render/reminders.js';
import type { JsonObject } from './json.js';
import { flagAt, integerAt, objectAt, objectsAt, textAt } from './member.js';

export interface EntryContext {
  /** The entry as the API shows it. */
  shown: JsonObject;
  /** Null when the calendar is not on the list. */
  entry: CalendarListEntry | null;
  query: { colorRgbFormat?: boolean | undefined };
}

/** The writable members of CalendarList (5.2); all others are ignored. */
export function parseEntry(wanted: JsonObject, context: EntryContext): EntryChanges {
  return {
    titleOverride: textAt(wanted, 'summaryOverride') || undefined,
    isHidden: flagAt(wanted, 'hidden') ?? false,
    // A calendar that is put on the list is shown, unless the client says otherwise.
    isSelected: flagAt(wanted, 'selected') ?? context.entry === null,
    defaultReminders: parseDefaultReminders(wanted, context.entry),
    notifications: parseNotifications(wanted),
    ...parseColors(wanted, context),
  };
}

/** Reminders by SMS are not shown, and so not taken away. */
function parseDefaultReminders(wanted: JsonObject, entry: CalendarListEntry | null): DefaultReminder[] {
  const list = objectsAt(wanted, 'defaultReminders');
  if (list.length > maxReminders) throw invalidMember('/defaultReminders', 'At most 5 default reminders are allowed.');
  const reminders = list.flatMap(({ item, path }): DefaultReminder[] => {
    const method = textAt(item, 'method', `${path}/method`);
    const minutes = integerAt(item, 'minutes', `${path}/minutes`);
    if (minutes === undefined || minutes < 0 || minutes > maxReminderMinutes) throw invalidMember(`${path}/minutes`);
    if (method === 'sms') return [];
    if (method !== 'email' && method !== 'popup') throw invalidMember(`${path}/method`);
    return [{ method, minutes }];
  });
  return [...reminders, ...(entry?.defaultReminders ?? []).filter(({ method }) => method === 'sms')];
}

const notificationTypes = new Set(['eventCreation', 'eventChange', 'eventCancellation', 'eventResponse', 'agenda']);

function parseNotifications(wanted: JsonObject): CalendarListEntry['notifications'] {
  const settings = objectAt(wanted, 'notificationSettings') ?? {};
  const place = '/notificationSettings/notifications';
  const byType = new Map<string, CalendarListEntry['notifications'][number]>();
  for (const { item, path } of objectsAt(settings, 'notifications', place)) {
    const type = textAt(item, 'type', `${path}/type`);
    const method = textAt(item, 'method', `${path}/method`);
    if (type === undefined || !notificationTypes.has(type)) throw invalidMember(`${path}/type`);
    if (method === 'sms') continue;
    if (method !== 'email') throw invalidMember(`${path}/method`);
    byType.set(type, { type, method });
  }
  return [...byType.values()];
}

type Colors = Pick<EntryChanges, 'colorId' | 'color' | 'foregroundColor'>;

/**
 * Either a palette key, or with colorRgbFormat the colours themselves; a colour that comes back as it was shown keeps
 * its exact value, whoever wrote it.
 */
function parseColors(wanted: JsonObject, { shown, query }: EntryContext): Colors {
  if (query.colorRgbFormat) return parseRgb(wanted, shown);
  const colorId = textAt(wanted, 'colorId');
  if (colorId === undefined || colorId === shown.colorId) return {};
  if (!Object.hasOwn(calendarColors, colorId)) throw invalidMember('/colorId', 'Invalid calendar color id.');
  return { colorId, color: undefined, foregroundColor: undefined };
}

function parseRgb(wanted: JsonObject, shown: JsonObject): Colors {
  const background = rgbAt(wanted, 'backgroundColor') ?? (shown.backgroundColor as string);
  const foreground = rgbAt(wanted, 'foregroundColor') ?? (shown.foregroundColor as string);
  if (background === shown.backgroundColor && foreground === shown.foregroundColor) return {};
  return { colorId: undefined, color: background, foregroundColor: foreground };
}

function rgbAt(wanted: JsonObject, name: string): string | undefined {
  const text = textAt(wanted, name)?.toLowerCase();
  if (text !== undefined && !/^#[0-9a-f]{6}$/.test(text)) throw invalidMember(`/${name}`, 'Invalid color value.');
  return text;
}
