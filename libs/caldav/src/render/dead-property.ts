import { splitClark, XML } from '../clark.js';
import type { XmlElement } from '../parse/xml-element.js';
import { escapeXml } from './xml-text.js';

/** An element as XML that stands for itself: what is kept of a dead property (RFC 4918 §4.3). */
export function deadXml(element: XmlElement, language?: string): string {
  const attributes = attributesOf(element);
  const inherited = language === undefined || element.attributes.has(`{${XML}}lang`) ? '' : lang(language);
  return elementXml(element, attributes + inherited, null);
}

const lang = (value: string): string => ` xml:lang="${escapeXml(value)}"`;

/** Prefixes are made up: a name is declared where its namespace differs from its parent's. */
function elementXml(element: XmlElement, attributes: string, outer: string | null): string {
  const { namespace, local } = splitClark(element.name);
  const name = namespace === '' ? local : `x:${local}`;
  const declaration = namespace === '' || namespace === outer ? '' : ` xmlns:x="${escapeXml(namespace)}"`;
  const inner = namespace === '' ? outer : namespace;
  const content = element.nodes
    .map((node) => (typeof node === 'string' ? textXml(node) : elementXml(node, attributesOf(node), inner)))
    .join('');
  const open = `<${name}${declaration}${attributes}`;
  return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
}

function attributesOf({ attributes }: XmlElement): string {
  return [...attributes].map(([name, value], i) => attributeXml(name, value, i)).join('');
}

function attributeXml(name: string, value: string, position: number): string {
  if (!name.startsWith('{')) return ` ${name}="${attributeText(value)}"`;
  const { namespace, local } = splitClark(name);
  if (namespace === XML) return ` xml:${local}="${attributeText(value)}"`;
  return ` xmlns:a${position}="${escapeXml(namespace)}" a${position}:${local}="${attributeText(value)}"`;
}

const textXml = (text: string): string => escapeXml(text).replace(/\r/g, '&#13;');

/** Line ends and tabs written as they are would be read back as spaces (XML 1.0 §3.3.3). */
function attributeText(value: string): string {
  return escapeXml(value).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
