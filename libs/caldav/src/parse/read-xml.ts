import { invalidInput, type DayferryError, type Limits } from '@dayferry/core';
import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { decodeXml } from './xml-encoding.js';
import type { XmlElement } from './xml-element.js';

export type XmlLimits = Pick<Limits, 'xmlDepth' | 'xmlElements' | 'xmlAttributes'>;

interface Building extends XmlElement {
  children: XmlElement[];
  nodes: (XmlElement | string)[];
  text: string;
}

/**
 * Reads one XML body. Refuses what is not well-formed, not namespace-well-formed, has a document type, or is deeper or
 * wider than the limits: always InvalidInput (400), or Unsupported for an encoding that is not taken (415).
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits, contentType?: string): XmlElement {
  const tree = new Tree(limits);
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', (error) => {
    throw malformed(error.message);
  });
  parser.on('doctype', (text) => {
    throw /\b(?:SYSTEM|PUBLIC)\b/.test(text) ? external() : malformed('a document type declaration is not allowed');
  });
  let attributes = 0;
  parser.on('opentagstart', () => {
    attributes = 0;
    tree.admit();
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > limits.xmlAttributes) throw malformed('an element has too many attributes');
  });
  parser.on('opentag', (tag) => tree.start(tag));
  parser.on('closetag', () => tree.end());
  parser.on('text', (text) => tree.addText(text));
  parser.on('cdata', (text) => tree.addText(text));
  feed(parser, decodeXml(bytes, contentType));
  return tree.finish();
}

/** saxes throws a RangeError of its own on some broken character references. */
function feed(parser: SaxesParser<{ xmlns: true }>, text: string): void {
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof RangeError) throw malformed('a character reference is wrong');
    throw error;
  }
}

const malformed = (reason: string, root = ''): DayferryError =>
  invalidInput('body', `The XML cannot be taken: ${reason}`, { code: 'xml', info: { root } });

/** RFC 4918 §16. */
const external = (): DayferryError =>
  invalidInput('body', 'The XML cannot be taken: it names something outside.', { code: 'no-external-entities' });

/** The elements that are open, and how many there have been. */
class Tree {
  private readonly open: Building[] = [];
  private root: Building | null = null;
  private count = 0;

  constructor(private readonly limits: XmlLimits) {}

  /** Before an element's attributes are read. The error says whose body it is: some reports have an answer of their own. */
  admit(): void {
    this.count += 1;
    if (this.count > this.limits.xmlElements) throw malformed('it has too many elements', this.root?.name);
    if (this.open.length === this.limits.xmlDepth) throw malformed('it is nested too deeply', this.root?.name);
  }

  start({ uri, local, attributes }: SaxesTagNS): void {
    const element: Building = {
      name: `{${uri}}${local}`,
      attributes: attributesOf(attributes),
      children: [],
      nodes: [],
      text: '',
    };
    this.root ??= element;
    this.open.at(-1)?.children.push(element);
    this.open.at(-1)?.nodes.push(element);
    this.open.push(element);
  }

  end(): void {
    this.open.pop();
  }

  addText(text: string): void {
    const parent = this.open.at(-1);
    if (!parent) return;
    parent.text += text;
    parent.nodes.push(text);
  }

  finish(): XmlElement {
    if (!this.root) throw malformed('it has no element');
    return this.root;
  }
}

/** Without the namespace declarations, whose work is done. */
function attributesOf(attributes: Record<string, SaxesAttributeNS>): Map<string, string> {
  const own = Object.values(attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns');
  return new Map(own.map(({ uri, local, value }) => [uri === '' ? local : `{${uri}}${local}`, value]));
}
