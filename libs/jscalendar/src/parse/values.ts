import {
  assertLocal,
  invalidInput,
  isPlainObject,
  type DayferryError,
  type Json,
  type JsonObject,
  parseDuration,
} from '@dayferry/core';

/** InvalidInput with the JSON pointer (without leading slash) and the rule. */
export function wrong(path: string, rule: string): DayferryError {
  return invalidInput(path, `${path}: ${rule}`, { code: 'invalid-property' });
}

/** Reads the members of one JSON object; what nobody asked for is left in `rest()`. */
export class Members {
  private readonly taken = new Set<string>(['@type']);

  constructor(
    private readonly members: JsonObject,
    readonly path: string,
  ) {}

  at(name: string): string {
    return this.path ? `${this.path}/${name}` : name;
  }

  /** The raw value; null counts as absent (a property that is taken away). */
  raw(name: string): Json | undefined {
    this.taken.add(name);
    return this.members[name] ?? undefined;
  }

  string(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrong(this.at(name), 'must be a string.');
  }

  boolean(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw wrong(this.at(name), 'must be true or false.');
  }

  integer(name: string, least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    throw wrong(this.at(name), 'must be a whole number in range.');
  }

  object(name: string): JsonObject | undefined {
    const value = this.raw(name);
    if (value === undefined || isPlainObject(value)) return value;
    throw wrong(this.at(name), 'must be an object.');
  }

  /** `{ name: true, … }` (RFC 8984 §1.4.2). */
  set(name: string): string[] | undefined {
    const value = this.object(name);
    if (!value) return undefined;
    if (Object.values(value).some((item) => item !== true))
      throw wrong(this.at(name), 'every value of a set must be true.');
    return Object.keys(value);
  }

  /** `{ id: object, … }` with the path of each. */
  map(name: string): [id: string, members: Members][] {
    return Object.entries(this.object(name) ?? {}).flatMap(([id, value]) => {
      if (value === null) return [];
      const path = `${this.at(name)}/${escapeToken(id)}`;
      if (!isPlainObject(value)) throw wrong(path, 'must be an object.');
      return [[id, new Members(value, path)] as [string, Members]];
    });
  }

  local(name: string): string | undefined {
    const value = this.string(name);
    if (value !== undefined) assertLocalDateTime(value, this.at(name));
    return value;
  }

  duration(name: string): string | undefined {
    const value = this.string(name);
    if (value !== undefined) assertDuration(value, this.at(name));
    return value;
  }

  utc(name: string): string | undefined {
    const value = this.string(name);
    if (value === undefined) return undefined;
    if (!value.endsWith('Z')) throw wrong(this.at(name), 'must be a UTC date-time.');
    assertLocalDateTime(value.slice(0, -1).replace(/\.\d+$/, ''), this.at(name));
    return value;
  }

  /** What nobody took, and what is not `known` to be of no concern here. */
  rest(known?: ReadonlySet<string>): Record<string, Json> | undefined {
    const isLeft = (name: string): boolean =>
      !this.taken.has(name) && known?.has(name) !== true && this.members[name] !== null;
    const left = Object.keys(this.members).filter(isLeft);
    return left.length > 0 ? Object.fromEntries(left.map((name) => [name, this.members[name]!])) : undefined;
  }

  /** Leaves a member that was looked at in `rest()`. */
  keep(name: string): void {
    this.taken.delete(name);
  }

  ignore(...names: string[]): void {
    for (const name of names) this.taken.add(name);
  }
}

export function assertLocalDateTime(value: string, path: string): void {
  if (value.length !== 19) throw wrong(path, 'must be a LocalDateTime such as 2026-03-01T09:00:00.');
  assertLocal(value, path);
}

export function assertDuration(value: string, path: string): void {
  try {
    parseDuration(value);
  } catch {
    throw wrong(path, 'must be a duration such as PT1H30M.');
  }
}

/** JSON Pointer escapes (RFC 6901 §3). */
export function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
