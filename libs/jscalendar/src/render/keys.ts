import { hash } from 'node:crypto';
import type { JsonObject } from '@dayferry/core';

/** An Id (RFC 8984 §1.4.1) for a thing whose client gave it none: the same for the same address, always. */
export function keyOfAddress(address: string): string {
  return hash('sha256', address.toLowerCase(), 'hex').slice(0, 16);
}

/** Elements by key; those without one are numbered by their place. */
export function keyed<T extends { key?: string }>(items: T[] | undefined, prefix: string): [key: string, item: T][] {
  const used = new Set((items ?? []).map((item) => item.key));
  let number = 0;
  const next = (): string => {
    do number += 1;
    while (used.has(`${prefix}${number}`));
    return `${prefix}${number}`;
  };
  return (items ?? []).map((item) => [item.key ?? next(), item]);
}

/** A JSON object without its undefined members, or undefined when nothing is left. */
export function defined<T extends Record<string, unknown>>(object: T): T | undefined {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? (Object.fromEntries(entries) as T) : undefined;
}

/**
 * One object of the members of all parts that are not undefined; a later part takes one away by that. In parts, since an
 * object literal of dozens of members and spreads is slow to make.
 */
export function joined(...parts: Record<string, unknown>[]): JsonObject {
  const result: Record<string, unknown> = {};
  for (const part of parts)
    for (const name of Object.keys(part)) {
      if (part[name] !== undefined) result[name] = part[name];
      else if (name in result) delete result[name];
    }
  return result as JsonObject;
}

/** `{ name: true }` of a list; undefined for none. */
export function setOf(names: string[] | undefined): Record<string, true> | undefined {
  return names && names.length > 0 ? Object.fromEntries(names.map((name) => [name, true as const])) : undefined;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** UUIDs are shown as URNs, all others verbatim (mapping §1). */
export function shownUid(uid: string): string {
  return uuid.test(uid) ? `urn:uuid:${uid}` : uid;
}

const idForm = /^[A-Za-z0-9_-]{1,255}$/;

/** A name that another protocol gave a thing, as an Id (RFC 8984 §1.4.1): itself, or one that is always the same for it. */
export function idOf(name: string): string {
  return idForm.test(name) ? name : keyOfAddress(name);
}
