import type { ChannelWish } from '@dayferry/core';
import { fail, invalidMember } from '../errors/fail.js';
import type { JsonObject } from './json.js';
import { objectAt, textAt } from './member.js';

type Wanted = Pick<ChannelWish, 'id' | 'address' | 'token' | 'expires'>;

/** 11.1: the body of a watch request. `payload` and unknown members are ignored. */
export function parseChannel(body: JsonObject, now: number): Wanted {
  const type = textAt(body, 'type');
  if (type !== 'web_hook' && type !== 'webhook') throw fail('push.channelTypeNotSupported', { path: '/type' });
  const token = textAt(body, 'token');
  const expires = expirationOf(body, now);
  return {
    id: required(body, 'id'),
    address: required(body, 'address'),
    ...(token === undefined ? {} : { token }),
    ...(expires === undefined ? {} : { expires }),
  };
}

/** 11.7: the pair that names a channel. */
export function parseStop(body: JsonObject): { id: string; resourceId: string } {
  return { id: required(body, 'id'), resourceId: required(body, 'resourceId') };
}

function required(body: JsonObject, name: string): string {
  const text = textAt(body, name);
  if (text === undefined || text === '') throw fail('required', { path: `/${name}` });
  return text;
}

/** `expiration` in milliseconds since the epoch (a number or its text), or `params.ttl` in seconds. */
function expirationOf(body: JsonObject, now: number): number | undefined {
  const { expiration } = body;
  if (expiration !== undefined && expiration !== null) return wholeNumber(expiration, '/expiration');
  const ttl = objectAt(body, 'params')?.ttl;
  return ttl === undefined || ttl === null ? undefined : now + 1_000 * wholeNumber(ttl, '/params/ttl');
}

function wholeNumber(value: unknown, path: string): number {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!/^\d{1,15}$/.test(text)) throw invalidMember(path);
  return Number(text);
}
