import { isPlainObject, isSame } from './equality.js';

/**
 * Merges an object member by member: what is equal in `base` and `next` keeps the current value, what differs takes the
 * next one; objects inside are merged alike. A member in neither was not shown and stays.
 */
export function mergeMembers(current: object, base: object, next: object): object {
  const [c, b, n] = [current, base, next] as Record<string, unknown>[];
  const result: Record<string, unknown> = { ...c };
  for (const name of new Set([...Object.keys(b!), ...Object.keys(n!)])) {
    const value = mergeMember(c![name], b![name], n![name]);
    if (value === undefined) delete result[name];
    else result[name] = value;
  }
  return result;
}

function mergeMember(current: unknown, base: unknown, next: unknown): unknown {
  if (isSame(base, next)) return current;
  if (isPlainObject(current) && isPlainObject(base) && isPlainObject(next)) return mergeMembers(current, base, next);
  return next;
}

/** The same for an object whose absence means "no members": what was not shown survives its removal. */
export function mergeMap<T extends object>(
  current: T | undefined,
  base: T | undefined,
  next: T | undefined,
): T | undefined {
  const merged = mergeMembers(current ?? {}, base ?? {}, next ?? {}) as T;
  return Object.keys(merged).length > 0 ? merged : undefined;
}
