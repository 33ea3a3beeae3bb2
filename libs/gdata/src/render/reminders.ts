import { durationMinutes, type Alarm, type EventData } from '@dayferry/core';
import type { ReminderView } from '../parse/event-view.js';

const mostShown = 5;
const fourWeeks = 40_320;

/** The five nearest to the start of those that are a whole number of minutes before it; and absolute ones. */
export function remindersOf(data: EventData): ReminderView[] {
  if (data.useDefaultAlarms) return [{ method: 'all' }];
  const shown = (data.alarms ?? []).map(reminderOf).filter((reminder) => reminder !== null);
  return shown.sort((a, b) => (a.minutes ?? fourWeeks) - (b.minutes ?? fourWeeks)).slice(0, mostShown);
}

const methods: Record<string, string> = { email: 'email', sms: 'sms' };

function reminderOf(alarm: Alarm): ReminderView | null {
  const method = methods[alarm.action] ?? 'alert';
  if (alarm.action === 'none' || alarm.relatedTo) return null;
  if ('at' in alarm.trigger) return { absoluteTime: alarm.trigger.at, method };
  if (!('offset' in alarm.trigger) || alarm.trigger.relativeTo === 'end') return null;
  const minutes = -durationMinutes(alarm.trigger.offset);
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= fourWeeks ? { minutes: minutes + 0, method } : null;
}
