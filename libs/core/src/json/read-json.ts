import { invalidInput, tooLarge } from '../errors.js';
import type { Limits } from '../limits.js';
import type { Json } from '../model/shadow.js';

export type JsonObject = { [name: string]: Json };

type JsonLimits = Pick<Limits, 'bodyBytes' | 'jsonDepth' | 'jsonKeys'>;

/** Names that would reach an object's prototype in careless code further on. */
const refusedNames = new Set(['__proto__', 'constructor', 'prototype']);
const escapes: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Strict JSON (RFC 8259) within bounds. Refuses what JSON.parse accepts in silence: names given twice, integers and
 * numbers that a double cannot hold, unpaired surrogates, prototype names. A byte order mark in front is ignored.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits): Json {
  if (bytes.byteLength > limits.bodyBytes) throw tooLarge('The request is too large.', { code: 'max-resource-size' });
  return new JsonReader(decodeUtf8(bytes), limits).document();
}

/** The same for a body that must be an object. */
export function readJsonObject(bytes: Uint8Array, limits: JsonLimits): JsonObject {
  const value = readJson(bytes, limits);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidInput('', 'The body is not a JSON object.', { code: 'parse-error' });
  return value;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidInput('', 'The body is not UTF-8.', { code: 'parse-error' });
  }
}

class JsonReader {
  private at = 0;
  private count = 0;

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  document(): Json {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) throw this.error('text after the value');
    return value;
  }

  private value(depth: number): Json {
    if (depth > this.limits.jsonDepth) throw this.error('nested too deeply');
    if ((this.count += 1) > this.limits.jsonKeys) throw this.error('too many values');
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(depth: number): JsonObject {
    const result: JsonObject = {};
    this.at += 1;
    if (this.skips('}')) return result;
    do {
      this.space();
      if (this.text[this.at] !== '"') throw this.error('a member has no name');
      const name = this.string();
      if (!this.skips(':')) throw this.error('a member has no value');
      if (refusedNames.has(name)) throw this.error(`the name ${name} is not allowed`);
      if (Object.hasOwn(result, name)) throw this.error(`the name ${name} is given twice`);
      result[name] = this.value(depth + 1);
    } while (this.skips(','));
    if (!this.skips('}')) throw this.error('an object is not closed');
    return result;
  }

  private array(depth: number): Json[] {
    const result: Json[] = [];
    this.at += 1;
    if (this.skips(']')) return result;
    do result.push(this.value(depth + 1));
    while (this.skips(','));
    if (!this.skips(']')) throw this.error('an array is not closed');
    return result;
  }

  private string(): string {
    let result = '';
    this.at += 1;
    for (;;) {
      // eslint-disable-next-line no-control-regex
      result += this.take(/[^"\\\u0000-\u001f]*/y);
      const next = this.text[this.at];
      this.at += 1;
      if (next === '"') break;
      if (next !== '\\') throw this.error('a string is malformed');
      result += this.escape();
    }
    if (!result.isWellFormed()) throw this.error('a string has an unpaired surrogate');
    return result;
  }

  private escape(): string {
    const next = this.text[this.at] ?? '';
    this.at += 1;
    const plain = Object.hasOwn(escapes, next) ? escapes[next] : undefined;
    if (plain !== undefined) return plain;
    const digits = next === 'u' ? this.take(/[0-9a-fA-F]{4}/y) : '';
    if (!digits) throw this.error('an escape is malformed');
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private scalar(): Json {
    const word = this.take(/true|false|null/y);
    if (word) return word === 'null' ? null : word === 'true';
    const digits = this.take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (!digits) throw this.error('a value is malformed');
    const number = Number(digits);
    const isExact = !/^-?\d+$/.test(digits) || Number.isSafeInteger(number);
    if (!Number.isFinite(number) || !isExact) throw this.error('a number is out of range');
    return number === 0 ? 0 : number;
  }

  private skips(char: string): boolean {
    this.space();
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    this.take(/[ \t\n\r]*/y);
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private error(what: string): Error {
    return invalidInput('', `The body is not JSON: ${what}, near character ${this.at}.`, { code: 'parse-error' });
  }
}
