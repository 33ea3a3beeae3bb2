import { elements, localOf, namespaceOf } from '../parse/xml-element.js';
import type { XmlElement } from '../parse/read-xml.js';
import { escapeAttribute, escapeText } from './xml.js';

const xml = 'http://www.w3.org/XML/1998/namespace';

/**
 * An element that the model has no place for, as text with its own namespace declarations, so that it can be put into
 * any document. The same element always gives the same text, whatever prefixes the client chose.
 */
export function serialiseForeign(element: XmlElement): string {
  const prefixes = new Map<string, string>();
  collect(element, prefixes);
  const declarations = [...prefixes].map(([uri, prefix]) => ` xmlns:${prefix}='${escapeAttribute(uri)}'`).join('');
  return write(
    element,
    prefixes,
    ` xmlns='${escapeAttribute(namespaceOf(element.name))}'${declarations}`,
    namespaceOf(element.name),
  );
}

/** Prefixes are needed for attributes only; elements declare their namespace as the default one. */
function collect(element: XmlElement, prefixes: Map<string, string>): void {
  for (const name of Object.keys(element.attributes)) {
    const uri = namespaceOf(name);
    if (uri !== '' && uri !== xml && !prefixes.has(uri)) prefixes.set(uri, `a${prefixes.size + 1}`);
  }
  for (const child of elements(element)) collect(child, prefixes);
}

function write(element: XmlElement, prefixes: Map<string, string>, declarations: string, uri: string): string {
  const name = localOf(element.name);
  const attributes = Object.entries(element.attributes).map(
    ([key, value]) => ` ${qualified(key, prefixes)}='${escapeAttribute(value)}'`,
  );
  const content = element.children
    .map((child) => (typeof child === 'string' ? escapeText(child) : writeChild(child, prefixes, uri)))
    .join('');
  const open = `<${name}${declarations}${attributes.join('')}`;
  return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
}

function writeChild(child: XmlElement, prefixes: Map<string, string>, parentUri: string): string {
  const uri = namespaceOf(child.name);
  return write(child, prefixes, uri === parentUri ? '' : ` xmlns='${escapeAttribute(uri)}'`, uri);
}

function qualified(name: string, prefixes: Map<string, string>): string {
  const uri = namespaceOf(name);
  if (uri === '') return name;
  return `${uri === xml ? 'xml' : prefixes.get(uri)!}:${localOf(name)}`;
}
