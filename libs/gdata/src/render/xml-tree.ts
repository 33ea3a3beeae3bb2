import { gd } from '../namespaces.table.js';
import { prefixOf } from '../parse/prefixes.table.js';
import type { XmlElement } from '../parse/read-xml.js';
import { elements, localOf, namespaceOf } from '../parse/xml-element.js';
import { declaration, escapeAttribute, escapeText } from './xml.js';

/** Namespaces of a document by the prefixes it is written with; the root's own is the default one. */
export interface Prefixes {
  root: string;
  of: ReadonlyMap<string, string>;
}

/** Conventional prefixes where there are any, `ns1`, `ns2`, … for names of others. */
export function prefixesOf(root: XmlElement): Prefixes {
  const own = namespaceOf(root.name);
  const of = new Map<string, string>([[gd, 'gd']]);
  let unknown = 0;
  const note = (namespace: string): void => {
    if (namespace === '' || of.has(namespace)) return;
    of.set(namespace, prefixOf(namespace) ?? `ns${(unknown += 1)}`);
  };
  const visit = (element: XmlElement): void => {
    if (namespaceOf(element.name) !== own) note(namespaceOf(element.name));
    Object.keys(element.attributes).forEach((name) => note(namespaceOf(name)));
    elements(element).forEach(visit);
  };
  visit(root);
  return { root: own, of };
}

/** The name with its prefix, `separator` between the two; what is in the root's namespace has none. */
export function nameIn(prefixes: Prefixes, name: string, separator: string, isAttribute = false): string {
  const namespace = namespaceOf(name);
  if (namespace === '' || (!isAttribute && namespace === prefixes.root)) return localOf(name);
  return `${prefixes.of.get(namespace)!}${separator}${localOf(name)}`;
}

/** A document of a tree; `indent` puts each element that holds no text on a line of its own. */
export function writeTree(root: XmlElement, indent: boolean): string {
  const prefixes = prefixesOf(root);
  const own = prefixes.root === '' ? '' : ` xmlns='${escapeAttribute(prefixes.root)}'`;
  const others = [...prefixes.of].filter(([, prefix]) => prefix !== 'xml');
  const declarations = own + others.map(([name, prefix]) => ` xmlns:${prefix}='${escapeAttribute(name)}'`).join('');
  return declaration + (indent ? '\n' : '') + write(root, { prefixes, declarations, margin: indent ? '\n' : null });
}

interface Style {
  prefixes: Prefixes;
  declarations: string;
  /** Line end and blanks, or null to write no more than there is. */
  margin: string | null;
}

/** An element without a namespace inside a document that has a default one undoes that for itself. */
function write(element: XmlElement, { prefixes, declarations, margin }: Style): string {
  const isBare = namespaceOf(element.name) === '' && prefixes.root !== '';
  const inner: Prefixes = isBare ? { root: '', of: withRoot(prefixes) } : prefixes;
  const name = nameIn(inner, element.name, ':');
  const attributes = Object.entries(element.attributes).map(
    ([key, value]) => ` ${nameIn(inner, key, ':', true)}='${escapeAttribute(value)}'`,
  );
  const bare = isBare ? ` xmlns='' xmlns:root='${escapeAttribute(prefixes.root)}'` : '';
  const open = `<${name}${declarations}${bare}${attributes.join('')}`;
  const hasText = element.children.some((child) => typeof child === 'string' && child.trim() !== '');
  const next = margin === null || hasText ? null : `${margin} `;
  const content = element.children.map((child) => {
    if (typeof child === 'string') return next === null ? escapeText(child) : '';
    return (next ?? '') + write(child, { prefixes: inner, declarations: '', margin: next });
  });
  const text = content.join('');
  return text === '' ? `${open}/>` : `${open}>${text}${next === null ? '' : margin}</${name}>`;
}

function withRoot({ root, of }: Prefixes): ReadonlyMap<string, string> {
  return new Map([...of, [root, of.get(root) ?? 'root']]);
}
