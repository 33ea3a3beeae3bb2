import type { Alarm, AlarmTrigger, JsonObject } from '@dayferry/core';
import { vendor } from '../vendor.table.js';
import { assertDuration, Members, wrong } from './values.js';

/** RFC 8984 §4.5.2. A trigger of an unknown type is kept and never fires. */
export function readAlerts(members: Members): Alarm[] | undefined {
  const alarms = members.map('alerts').map(([id, item]) => readAlert(id, item));
  return alarms.length > 0 ? alarms : undefined;
}

function readAlert(key: string, members: Members): Alarm {
  const trigger = members.object('trigger');
  if (!trigger) throw wrong(members.at('trigger'), 'an alert needs a trigger.');
  const alarm: Alarm = {
    key,
    action: actionOf(members.string('action')),
    trigger: readTrigger(trigger, members.at('trigger')),
  };
  const acknowledged = members.utc('acknowledged');
  if (acknowledged !== undefined) alarm.acknowledged = acknowledged;
  const related = members.map('relatedTo').map(([id, relation]) => [id, relation.set('relation') ?? []] as const);
  if (related.length > 0) alarm.relatedTo = Object.fromEntries(related);
  const rest = members.rest();
  if (rest) alarm.extras = { js: rest };
  return alarm;
}

function actionOf(action: string | undefined): string {
  if (action === undefined || action === 'display') return 'popup';
  return action.startsWith(vendor) ? action.slice(vendor.length) : action;
}

function readTrigger(trigger: JsonObject, path: string): AlarmTrigger {
  const members = new Members(trigger, path);
  if (trigger['@type'] === 'AbsoluteTrigger') {
    const at = members.utc('when');
    if (at === undefined) throw wrong(`${path}/when`, 'an AbsoluteTrigger needs a time.');
    return { at };
  }
  if (trigger['@type'] !== 'OffsetTrigger') return { unknown: trigger };
  const offset = members.string('offset');
  if (offset === undefined) throw wrong(`${path}/offset`, 'an OffsetTrigger needs an offset.');
  assertDuration(offset, `${path}/offset`);
  const relativeTo = members.string('relativeTo');
  if (relativeTo !== undefined && relativeTo !== 'start' && relativeTo !== 'end')
    throw wrong(`${path}/relativeTo`, 'must be start or end.');
  return { offset, ...(relativeTo === 'end' ? { relativeTo } : {}) };
}
