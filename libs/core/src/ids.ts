import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock, IdSource } from './ports/environment.port.js';

const base32hex = '0123456789abcdefghijklmnopqrstuv';

/** `length` random characters of base32hex in lower case, the alphabet of event ids (5 bits each). */
function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => base32hex[byte & 31]).join('');
}

/** 10 characters of milliseconds, 16 random ones: sorts by time of creation, like a ULID. */
function timeKey(now: number): string {
  let text = '';
  for (let rest = now, i = 0; i < 10; i += 1, rest = Math.floor(rest / 32)) text = base32hex[rest % 32]! + text;
  return text + randomText(16);
}

/** The next text of the same length, in the order of its characters. */
function after(text: string): string {
  const end = text.search(/[^v]v*$/);
  const next = base32hex[base32hex.indexOf(text[end]!) + 1]!;
  return text.slice(0, end) + next + '0'.repeat(text.length - end - 1);
}

/** Keys of one process sort in the order they were made in, within a millisecond and when the clock is set back too. */
function keysInOrder(clock: Clock): () => string {
  let last = '';
  return () => {
    const key = timeKey(clock());
    return (last = key > last ? key : after(last));
  };
}

export function randomIds(clock: Clock): IdSource {
  return {
    key: keysInOrder(clock),
    eventId: () => randomText(26),
    calendarId: () => `c_${randomText(26)}`,
    epoch: () => randomText(8),
    uuid: () => randomUUID(),
  };
}
