import type { Alarm, JCalComponent, JCalProperty, Json } from '@dayferry/core';
import { alarmResidue } from '../parse/alarm.js';
import { organizerProperty } from './people.js';

const actions: Record<string, string> = {
  popup: 'DISPLAY',
  email: 'EMAIL',
  audio: 'AUDIO',
  sms: 'DISPLAY',
  none: 'NONE',
};

/** True when a VALARM can say it; an unknown trigger is carried instead. */
export function isPlainAlarm(alarm: Alarm): boolean {
  return !('unknown' in alarm.trigger);
}

/** RFC 5545 §3.6.6. Texts that DISPLAY and EMAIL need and the record lacks are the event's title, marked as derived. */
export function alarmComponent(alarm: Alarm, title?: string): JCalComponent {
  const properties: JCalProperty[] = [
    ['action', {}, 'text', actions[alarm.action] ?? alarm.action],
    triggerProperty(alarm),
  ];
  const add = (name: string, type: string, value: Json | undefined): void => {
    if (value !== undefined) properties.push([name, {}, type, value]);
  };
  add('uid', 'text', alarm.key);
  add('summary', 'text', alarm.summary);
  add('description', 'text', alarm.description);
  add('repeat', 'integer', alarm.repeat);
  add('duration', 'duration', alarm.interval);
  add('acknowledged', 'date-time', alarm.acknowledged);
  for (const person of alarm.to ?? []) properties.push(organizerProperty('attendee', person));
  properties.push(...(alarm.attachments ?? []));
  properties.push(...relatedTo(alarm));
  add(alarmResidue, 'unknown', residueOf(alarm));
  properties.push(...derivedTexts(alarm, title));
  return ['valarm', [...properties, ...(alarm.properties ?? [])], []];
}

const neededTexts: Record<string, ('summary' | 'description')[]> = {
  popup: ['description'],
  sms: ['description'],
  email: ['summary', 'description'],
};

/** RFC 9073 §5.3: DERIVED tells a text that nobody wrote. */
function derivedTexts(alarm: Alarm, title = ''): JCalProperty[] {
  const isMissing = (name: 'summary' | 'description'): boolean =>
    alarm[name] === undefined && !alarm.properties?.some((property) => property[0] === name);
  const missing = (neededTexts[alarm.action] ?? []).filter(isMissing);
  return missing.map((name) => [name, { derived: 'TRUE' }, 'text', title === '' ? 'Reminder' : title]);
}

function relatedTo(alarm: Alarm): JCalProperty[] {
  return Object.entries(alarm.relatedTo ?? {}).map(([uid, relations]) => {
    const names = relations.map((item) => item.toUpperCase());
    const reltype: Record<string, string[]> = names.length > 0 ? { reltype: names } : {};
    return ['related-to', reltype, 'text', uid];
  });
}

/** What a VALARM cannot say, as JSON; undefined when there is nothing. */
function residueOf({ action, extras }: Alarm): string | undefined {
  const carried = { ...(action === 'sms' ? { action } : {}), ...(extras?.js ? { extras: { js: extras.js } } : {}) };
  return Object.keys(carried).length > 0 ? JSON.stringify(carried) : undefined;
}

function triggerProperty({ trigger, extras }: Alarm): JCalProperty {
  if ('at' in trigger) return ['trigger', { ...extras?.ical }, 'date-time', trigger.at];
  if ('unknown' in trigger) return ['trigger', {}, 'duration', 'PT0S'];
  const related: Record<string, string> = trigger.relativeTo ? { related: trigger.relativeTo.toUpperCase() } : {};
  return ['trigger', { ...related, ...extras?.ical }, 'duration', trigger.offset];
}
