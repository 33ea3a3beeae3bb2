import { DayferryError, invalidInput, tooLarge, type Limits } from '@dayferry/core';
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element by Clark names (`{namespace}local`); attributes without a namespace go by their bare name. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
}

export type XmlNode = XmlElement | string;

export type XmlLimits = Pick<Limits, 'bodyBytes' | 'xmlDepth' | 'xmlElements' | 'xmlAttributes'>;

/**
 * Reads one XML document. Refuses what is not well-formed or not namespace-well-formed, a DOCTYPE of any kind (so there
 * are no entities but the five of XML), encodings other than UTF-8 and UTF-16, and more of anything than the limits.
 */
export function readXml(text: string, limits: XmlLimits): XmlElement {
  const builder = new TreeBuilder(limits);
  build(text, builder);
  return builder.root ?? refuse('The XML has no element.', 'not-well-formed');
}

export interface XmlPrefix {
  root: XmlElement;
  /** Why the text could not be read further, when it could not. */
  failure?: string;
}

/**
 * The root with those of its children that are complete, of a text that may end, or stop being XML, in the middle.
 * Refuses everything else that `readXml` refuses, and a text without a complete child.
 */
export function readXmlPrefix(text: string, limits: XmlLimits): XmlPrefix {
  const builder = new TreeBuilder(limits);
  try {
    build(text, builder);
    return { root: builder.root ?? refuse('The XML has no element.', 'not-well-formed') };
  } catch (error) {
    const root = builder.completePart();
    const isCut = error instanceof DayferryError && error.detail.code === 'not-well-formed';
    if (!isCut || root === null) throw error;
    return { root, failure: error.message };
  }
}

function build(text: string, builder: TreeBuilder): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('xmldecl', (declaration) => checkEncoding(declaration.encoding));
  parser.on('doctype', () => refuse('A DOCTYPE is not allowed.', 'doctype'));
  parser.on('error', (error) => refuse(`The XML is not well-formed: ${reasonOf(error)}`, 'not-well-formed'));
  parser.on('opentag', (tag) => builder.open(tag));
  parser.on('closetag', () => builder.close());
  parser.on('text', (value) => builder.text(value));
  parser.on('cdata', (value) => builder.text(value));
  refuseDoctypeEarly(text);
  feed(parser, text);
}

/** saxes throws a RangeError of its own on some broken character references. */
function feed(parser: SaxesParser<{ xmlns: true }>, text: string): void {
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof RangeError) refuse('The XML is not well-formed: a character reference.', 'not-well-formed');
    throw error;
  }
}

class TreeBuilder {
  root: XmlElement | undefined;
  private readonly stack: XmlElement[] = [];
  private count = 0;

  constructor(private readonly limits: XmlLimits) {}

  open(tag: SaxesTagNS): void {
    this.count += 1;
    if (this.count > this.limits.xmlElements) refuse('The XML has too many elements.', 'too-many-elements');
    if (this.stack.length >= this.limits.xmlDepth) refuse('The XML is nested too deeply.', 'too-deep');
    const element: XmlElement = { name: clark(tag.uri, tag.local), attributes: this.attributes(tag), children: [] };
    this.stack.at(-1)?.children.push(element);
    this.root ??= element;
    this.stack.push(element);
  }

  close(): void {
    this.stack.pop();
  }

  text(value: string): void {
    const children = this.stack.at(-1)?.children;
    if (!children) return;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + value;
    else children.push(value);
  }

  /** The root without the child that is still open; null without a complete one. */
  completePart(): XmlElement | null {
    const open = this.stack[1];
    if (!this.root || this.stack[0] !== this.root) return null;
    const children = this.root.children.filter((child) => child !== open);
    return children.some((child) => typeof child !== 'string') ? { ...this.root, children } : null;
  }

  private attributes(tag: SaxesTagNS): Record<string, string> {
    const list = Object.values(tag.attributes);
    if (list.length > this.limits.xmlAttributes) refuse('An element has too many attributes.', 'too-many-attributes');
    const result: Record<string, string> = {};
    for (const item of list) {
      if (item.prefix !== 'xmlns' && item.name !== 'xmlns') result[clark(item.uri, item.local)] = item.value;
    }
    return result;
  }
}

export function clark(uri: string, local: string): string {
  return uri === '' ? local : `{${uri}}${local}`;
}

/** saxes reads a DOCTYPE to its end before it reports it; a hostile one may be long. */
function refuseDoctypeEarly(text: string): void {
  const at = text.indexOf('<!DOCTYPE');
  if (at < 0) return;
  const root = text.search(/<[^!?]/);
  if (root < 0 || at < root) refuse('A DOCTYPE is not allowed.', 'doctype');
}

function checkEncoding(encoding: string | undefined): void {
  if (encoding !== undefined && !/^(?:utf-?8|utf-16(?:le|be)?|us-ascii)$/i.test(encoding)) {
    refuse(`The encoding ${encoding.slice(0, 40)} is not supported; use UTF-8.`, 'encoding');
  }
}

function reasonOf(error: Error): string {
  return error.message.replace(/^\d+:\d+: /, '').slice(0, 200);
}

function refuse(reason: string, code: string): never {
  throw invalidInput('body', reason, { code });
}

/** The body as text: UTF-8, or UTF-16 with a byte-order mark (the .NET library sends UTF-8 with one). */
export function decodeBody(body: Buffer | undefined, limits: Pick<Limits, 'bodyBytes'>): string {
  const bytes = body ?? Buffer.alloc(0);
  if (bytes.length > limits.bodyBytes) throw tooLarge(`The body is larger than ${limits.bodyBytes} bytes.`);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw invalidInput('body', 'The body is not valid UTF-8 or UTF-16.', { code: 'encoding' });
  }
}

function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
