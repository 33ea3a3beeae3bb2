import { invalidInput, isPlainObject, type Json, type Limits } from '@dayferry/core';

/** The `data` object of a JSON-C body. Refuses everything else, and more depth or members than the limits. */
export function readData(text: string, limits: Pick<Limits, 'jsonDepth' | 'jsonKeys'>): Record<string, Json> {
  const value = parse(text);
  checkSize(value, limits);
  const data = isPlainObject(value) ? value.data : undefined;
  if (!isPlainObject(data))
    throw invalidInput('data', 'The body must be an object with a data object in it.', { code: 'invalid-json' });
  return data as Record<string, Json>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidInput('body', 'The body is not valid JSON.', { code: 'invalid-json' });
  }
}

function checkSize(root: unknown, limits: Pick<Limits, 'jsonDepth' | 'jsonKeys'>): void {
  let count = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    count += level.length;
    if (depth > limits.jsonDepth || count > limits.jsonKeys)
      throw invalidInput('body', 'The JSON is too large or nested too deeply.', { code: 'invalid-json' });
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [],
    );
  }
}

/** Typed access to the members of one object; null counts as absent, another type is InvalidInput. */
export class Members {
  constructor(
    private readonly object: Record<string, Json>,
    private readonly path = '',
  ) {}

  text(name: string): string | undefined {
    return this.of(name, 'string', 'a string') as string | undefined;
  }

  flag(name: string): boolean | undefined {
    return this.of(name, 'boolean', 'true or false') as boolean | undefined;
  }

  integer(name: string): number | undefined {
    const value = this.of(name, 'number', 'a whole number') as number | undefined;
    if (value !== undefined && !Number.isSafeInteger(value)) throw wrong(this.path + name, 'a whole number');
    return value;
  }

  member(name: string): Members | undefined {
    const value = this.object[name];
    if (value === undefined || value === null) return undefined;
    if (!isPlainObject(value)) throw wrong(this.path + name, 'an object');
    return new Members(value, `${this.path}${name}.`);
  }

  list(name: string): Members[] {
    const value = this.object[name] ?? [];
    if (!Array.isArray(value)) throw wrong(this.path + name, 'a list');
    return value.map((item, i) => {
      const path = `${this.path}${name}[${i}]`;
      if (!isPlainObject(item)) throw wrong(path, 'an object');
      return new Members(item, `${path}.`);
    });
  }

  /** Names and texts of an object of strings. */
  texts(): Record<string, string> {
    return Object.fromEntries(Object.keys(this.object).map((name) => [name, this.text(name) ?? '']));
  }

  private of(name: string, type: string, wanted: string): unknown {
    const value = this.object[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== type) throw wrong(this.path + name, wanted);
    return value;
  }
}

function wrong(path: string, wanted: string): Error {
  return invalidInput(path, `${path} must be ${wanted}.`, { code: 'invalidParameterValue' });
}
