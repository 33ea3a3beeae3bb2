import { randomIds } from '@dayferry/core';
import type { Call } from './call.js';

/** 6.2: 26 characters of base32hex. */
export function newEventId({ core }: Call): string {
  return randomIds(core.clock).eventId();
}

/** 6.3: the host of the public address is where the reference has its own domain. */
export function uidOf({ publicUrl }: Call, eventId: string): string {
  return `${eventId}@${new URL(publicUrl).hostname}`;
}
