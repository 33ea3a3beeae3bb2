import { invalidInput } from '@dayferry/core';

const deepest = 32;
const namePattern = /\*|[A-Za-z_][\w.-]*/y;
const numberPattern = /-?\d+(?:\.\d+)?/y;

/** A place in the text of a selection. Every step forward is counted by the text's own length, so it always ends. */
export class FieldsReader {
  at = 0;
  private depth = 0;

  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    this.skip();
    return this.at >= this.text.length;
  }

  skip(): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at += 1;
  }

  /** Moves behind `token` when it comes next, blanks before it or not. */
  take(token: string): boolean {
    this.skip();
    return this.takeTight(token);
  }

  takeTight(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  /** A word operator, which must not run on into a name. */
  takeWord(word: string): boolean {
    this.skip();
    const next = this.text[this.at + word.length] ?? ' ';
    return !/[\w.:-]/.test(next) && this.takeTight(word);
  }

  expect(token: string): void {
    if (!this.take(token)) throw this.unexpected();
  }

  name(): string {
    return this.match(namePattern) ?? this.fail();
  }

  number(): string | undefined {
    this.skip();
    return this.match(numberPattern);
  }

  /** A quoted string without its quotes. */
  string(): string | undefined {
    this.skip();
    const quote = this.text[this.at];
    if (quote !== "'" && quote !== '"') return undefined;
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) throw this.unexpected();
    const value = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return value;
  }

  /** Runs `read` one level deeper; refuses to go too deep. */
  nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > deepest) throw this.unexpected();
    const value = read();
    this.depth -= 1;
    return value;
  }

  unexpected(): Error {
    const rest = this.text.slice(this.at, this.at + 40);
    return invalidInput('fields', `The field selection cannot be read at "${rest}".`, {
      code: 'invalidFieldSelection',
    });
  }

  private fail(): never {
    throw this.unexpected();
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [value] = pattern.exec(this.text) ?? [];
    if (value !== undefined) this.at += value.length;
    return value;
  }
}
