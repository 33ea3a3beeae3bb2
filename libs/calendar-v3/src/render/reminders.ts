import { durationMinutes, type Alarm, type EventData, type Json } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';

export const maxReminders = 5;
export const maxReminderMinutes = 40_320;

/**
 * mapping §8: v3 shows alarms that are whole minutes before the start, at most five of them (the nearest to the start
 * when there are more). All others are hidden, not lost.
 */
export function renderReminders(data: EventData): JsonObject {
  if (data.useDefaultAlarms) return { useDefault: true };
  const shown = (data.alarms ?? []).flatMap((alarm) => reminderOf(alarm));
  if (shown.length === 0) return { useDefault: false };
  return { useDefault: false, overrides: nearest(shown) };
}

interface Reminder {
  method: string;
  minutes: number;
  [name: string]: Json;
}

function nearest(reminders: Reminder[]): Reminder[] {
  if (reminders.length <= maxReminders) return reminders;
  return [...reminders].sort((a, b) => a.minutes - b.minutes).slice(0, maxReminders);
}

function reminderOf(alarm: Alarm): Reminder[] {
  const { trigger } = alarm;
  if (alarm.action === 'none' || alarm.action === 'sms' || !('offset' in trigger) || trigger.relativeTo === 'end')
    return [];
  // -0 of `PT0S` is 0 in JSON.
  const minutes = 0 - durationMinutes(trigger.offset);
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > maxReminderMinutes) return [];
  return [{ method: alarm.action === 'email' ? 'email' : 'popup', minutes }];
}
