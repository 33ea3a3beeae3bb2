import type { EventData, Json } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import type { JsonObject } from './json.js';
import { objectAt, textAt } from './member.js';
import { eventTypes } from './parameters.table.js';

/** The member that belongs to each type; it is kept as the client wrote it. */
export const typeProperties = {
  outOfOffice: 'outOfOfficeProperties',
  focusTime: 'focusTimeProperties',
  workingLocation: 'workingLocationProperties',
  birthday: 'birthdayProperties',
} as const;

export function parseEventType(event: JsonObject): Pick<EventData, 'eventType' | 'eventTypeProperties'> {
  const eventType = textAt(event, 'eventType') ?? 'default';
  if (!(eventTypes as readonly string[]).includes(eventType))
    throw fail('invalidEventType', { message: 'Invalid event type.', path: '/eventType' });
  const kept: Record<string, Json> = {};
  for (const name of Object.values(typeProperties)) {
    const value = objectAt(event, name);
    if (value) kept[name] = value;
  }
  return {
    ...(eventType === 'default' ? {} : { eventType }),
    ...(Object.keys(kept).length > 0 ? { eventTypeProperties: kept } : {}),
  };
}
