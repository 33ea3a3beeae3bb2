import type { Alarm, AlarmTrigger, JCalComponent, JCalProperty } from '@dayferry/core';
import { defaultTypeOf } from '../text/value-types.table.js';
import { alarmShape } from './carried-shapes.table.js';
import { readResidue, type ParseOptions } from './options.js';
import { own } from './own.js';
import { toOrganizer } from './people.js';
import { textOf } from '../text/text-of.js';

/** False = not understood; the property is kept as it is. */
type Read = (alarm: Alarm, property: JCalProperty, options: ParseOptions) => unknown;

const actions: Record<string, string> = { DISPLAY: 'popup', EMAIL: 'email', AUDIO: 'audio', NONE: 'none' };

/** Our own line beside a VALARM. */
export const alarmResidue = 'x-dayferry-alarm';

/** RFC 5545 §3.6.6, RFC 9074. */
const readers: Record<string, Read> = {
  uid: (alarm, [, , , value]) => (alarm.key = textOf(value)),
  repeat: (alarm, [, , , value]) => (alarm.repeat = Number(value)),
  duration: (alarm, [, , , value]) => (alarm.interval = textOf(value)),
  description: (alarm, [, , , value]) => (alarm.description = textOf(value)),
  summary: (alarm, [, , , value]) => (alarm.summary = textOf(value)),
  acknowledged: (alarm, [, , , value]) => (alarm.acknowledged = textOf(value)),
  [alarmResidue]: (alarm, [, , , value], options) => readResidue(alarm, textOf(value), { shape: alarmShape, options }),
};

/** These have parameters of their own, and come more than once. */
const repeated: Record<string, Read> = {
  attendee: (alarm, property, options) => (alarm.to ??= []).push(toOrganizer(property, options)),
  attach: (alarm, property) => (alarm.attachments ??= []).push(property),
  'related-to': (alarm, [, { reltype, ...rest }, , value]) => {
    const uid = textOf(value);
    if (Object.keys(rest).length > 0 || uid === '__proto__' || own(alarm.relatedTo ?? {}, uid)) return false;
    return ((alarm.relatedTo ??= {})[uid] = [reltype ?? []].flat().map((item) => item.toLowerCase()));
  },
};

/** A VALARM; null when it has no action and trigger that can be read (the caller keeps the component as it is). */
export function toAlarm([, properties]: JCalComponent, options: ParseOptions): Alarm | null {
  const [action, trigger] = ['action', 'trigger'].map((name) => properties.find((property) => property[0] === name));
  const read = trigger && toTrigger(trigger);
  if (!read || !action || Object.keys(action[1]).length > 0) return null;
  const alarm: Alarm = { action: toAction(textOf(action[3])), ...read };
  const seen = new Set<string>();
  for (const property of properties) {
    if (property === action || property === trigger || isDerivedText(property)) continue;
    if (!takeProperty(alarm, property, { seen, options })) (alarm.properties ??= []).push(property);
  }
  return alarm;
}

/** By its own word nobody wrote it (RFC 9073 §5.3): rendering makes it again, from the title as it is then. */
function isDerivedText([name, parameters]: JCalProperty): boolean {
  const isText = name === 'description' || name === 'summary';
  return isText && Object.keys(parameters).length === 1 && parameters.derived === 'TRUE';
}

/** A name of ours that a client uses for an action of its own is told apart by its letter case. */
function toAction(name: string): string {
  return own(actions, name.toUpperCase()) ?? name.toUpperCase();
}

function takeProperty(
  alarm: Alarm,
  property: JCalProperty,
  { seen, options }: { seen: Set<string>; options: ParseOptions },
): boolean {
  const [name, parameters, type] = property;
  if (type !== defaultTypeOf(name) && name !== 'attach') return false;
  if (own(repeated, name)) return repeated[name]!(alarm, property, options) !== false;
  if (Object.keys(parameters).length > 0 || seen.has(name)) return false;
  seen.add(name);
  const read = own(readers, name);
  return read !== undefined && read(alarm, property, options) !== false;
}

/** Parameters other than a RELATED that is understood stay with the alarm. */
function toTrigger([, parameters, type, value]: JCalProperty): Pick<Alarm, 'trigger' | 'extras'> | null {
  const related = String(parameters.related ?? '').toLowerCase();
  const relativeTo = type === 'duration' && (related === 'end' || related === 'start') ? related : undefined;
  const trigger = triggerOf(type, textOf(value), relativeTo);
  const { related: _related, ...others } = parameters;
  const rest = relativeTo ? others : parameters;
  return trigger && { trigger, ...(Object.keys(rest).length > 0 ? { extras: { ical: rest } } : {}) };
}

function triggerOf(type: string, value: string, relativeTo: 'start' | 'end' | undefined): AlarmTrigger | null {
  if (type === 'date-time' && value.endsWith('Z')) return { at: value };
  return type === 'duration' ? { offset: value, ...(relativeTo ? { relativeTo } : {}) } : null;
}
