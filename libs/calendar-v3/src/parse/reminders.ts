import type { Alarm, EventData } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import { maxReminderMinutes, maxReminders } from '../render/reminders.js';
import type { JsonObject } from './json.js';
import { flagAt, integerAt, objectAt, objectsAt, textAt } from './member.js';

/** Without `reminders` the calendar's defaults apply (6.1 of the reference's behaviour: `{"useDefault": true}`). */
export function parseReminders(event: JsonObject): Pick<EventData, 'useDefaultAlarms' | 'alarms'> {
  const reminders = objectAt(event, 'reminders');
  const usesDefault = reminders === undefined || flagAt(reminders, 'useDefault', '/reminders/useDefault');
  const overrides = objectsAt(reminders ?? {}, 'overrides', '/reminders/overrides');
  if (usesDefault && overrides.length > 0)
    throw fail('cannotUseDefaultRemindersAndSpecifyOverride', { path: '/reminders' });
  if (overrides.length > maxReminders)
    throw invalidMember('/reminders/overrides', 'At most 5 override reminders are allowed.');
  const alarms = overrides.flatMap(({ item, path }) => parseReminder(item, path));
  return { ...(usesDefault ? { useDefaultAlarms: true } : {}), ...(alarms.length > 0 ? { alarms } : {}) };
}

/** `sms` was withdrawn from the API: it is taken, and nothing comes of it. */
function parseReminder(item: JsonObject, path: string): Alarm[] {
  const method = textAt(item, 'method', `${path}/method`);
  const minutes = integerAt(item, 'minutes', `${path}/minutes`);
  if (minutes === undefined || minutes < 0 || minutes > maxReminderMinutes) throw invalidMember(`${path}/minutes`);
  if (method === 'sms') return [];
  if (method !== 'email' && method !== 'popup') throw invalidMember(`${path}/method`);
  return [{ action: method, trigger: { offset: minutes === 0 ? 'PT0S' : `-PT${minutes}M` } }];
}
