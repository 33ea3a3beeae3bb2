import { formatUtcSeconds, invalidInput, type Alarm, type EventData } from '@dayferry/core';
import { oneOf } from './attributes.js';
import { instantOf, parseDateValue } from './date-value.js';
import type { EventView, ReminderView } from './event-view.js';

const fourWeeks = 40_320;
/** Minutes of a reminder that names a method alone. */
const usual = 10;

/** An empty reminder or `all` stands for the calendar's default ones, `none` for none (developer's guide). */
export function alarmsOf(view: EventView, zone: string): Pick<EventData, 'alarms' | 'useDefaultAlarms'> {
  if (view.reminders.length > 5)
    throw invalidInput('gd:reminder', 'An event has at most five reminders.', { code: 'too-many-reminders' });
  const listed = view.reminders.filter((reminder) => !isDefault(reminder) && reminder.method !== 'none');
  return {
    ...(listed.length > 0 ? { alarms: listed.map((reminder) => toAlarm(reminder, zone)) } : {}),
    ...(view.reminders.some(isDefault) ? { useDefaultAlarms: true } : {}),
  };
}

function isDefault(reminder: ReminderView): boolean {
  return reminder.method === 'all' || Object.keys(reminder).length === 0;
}

function toAlarm(reminder: ReminderView, zone: string): Alarm {
  const method = oneOf(['alert', 'email', 'sms'], reminder.method ?? 'alert', 'gd:reminder@method');
  return { action: method === 'alert' ? 'popup' : method, trigger: triggerOf(reminder, zone) };
}

function triggerOf({ minutes, hours, days, absoluteTime }: ReminderView, zone: string): Alarm['trigger'] {
  if ([minutes, hours, days, absoluteTime].filter((value) => value !== undefined).length > 1) {
    throw invalidInput('gd:reminder', 'A reminder has one of minutes, hours, days and absoluteTime.', {
      code: 'invalidReminderMinutes',
    });
  }
  if (absoluteTime !== undefined)
    return { at: formatUtcSeconds(instantOf(parseDateValue(absoluteTime, 'gd:reminder@absoluteTime'), zone)) };
  if (hours !== undefined) return { offset: `-PT${bounded(hours, 60)}H` };
  if (days !== undefined) return { offset: `-P${bounded(days, 1_440)}D` };
  return { offset: `-PT${bounded(minutes ?? usual, 1)}M` };
}

function bounded(count: number, unit: number): number {
  if (count >= 0 && count * unit <= fourWeeks) return count;
  throw invalidInput('gd:reminder', 'A reminder is at most four weeks before the start.', {
    code: 'invalidReminderMinutes',
  });
}
