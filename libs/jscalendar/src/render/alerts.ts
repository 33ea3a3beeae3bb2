import type { Alarm, EventData, Json } from '@dayferry/core';
import { vendor } from '../vendor.table.js';
import { defined, idOf, keyed, setOf } from './keys.js';

const actions: Record<string, string | undefined> = {
  popup: undefined,
  email: 'email',
  sms: `${vendor}sms`,
  audio: undefined,
  none: `${vendor}none`,
};

/** RFC 8984 §4.5.2. Repeats, texts and attachments of VALARMs have no place here and stay in the record. */
export function alertsOf(data: EventData): Json | undefined {
  return defined(Object.fromEntries(keyed(data.alarms, 'a').map(([key, alarm]) => [idOf(key), alertOf(alarm)])));
}

function alertOf(alarm: Alarm): Json {
  const related = Object.entries(alarm.relatedTo ?? {}).map(([id, names]) => [
    idOf(id),
    { '@type': 'Relation', relation: setOf(names) ?? {} },
  ]);
  return defined({
    '@type': 'Alert',
    trigger: triggerOf(alarm),
    action: alarm.action in actions ? actions[alarm.action] : `${vendor}${alarm.action.toLowerCase()}`,
    acknowledged: alarm.acknowledged,
    relatedTo: related.length > 0 ? (Object.fromEntries(related) as Json) : undefined,
    ...alarm.extras?.js,
  }) as Json;
}

function triggerOf({ trigger }: Alarm): Json {
  if ('unknown' in trigger) return trigger.unknown;
  if ('at' in trigger) return { '@type': 'AbsoluteTrigger', when: trigger.at };
  return {
    '@type': 'OffsetTrigger',
    offset: trigger.offset,
    ...(trigger.relativeTo === 'end' ? { relativeTo: 'end' } : {}),
  };
}
