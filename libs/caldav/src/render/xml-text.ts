import { APPLE, CALDAV, CALENDARSERVER, DAV, TWISTED, splitClark, type ClarkName } from '../clark.js';

// What must be escaped in text and attribute values, and what XML 1.0 §2.2 cannot carry at all.
// eslint-disable-next-line no-control-regex
const special = /[&<>"\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
// eslint-disable-next-line no-control-regex
const specials = /[&<>"\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an element or an attribute value; control characters are left out. */
export function escapeXml(text: string): string {
  return special.test(text) ? text.replace(specials, (character) => escapes[character] ?? '') : text;
}

const references: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The text again, of what `escapeXml` wrote. */
export function unescapeXml(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp);/g, (reference) => references[reference]!);
}

const prefixes = new Map([
  [DAV, 'D'],
  [CALDAV, 'C'],
  [CALENDARSERVER, 'CS'],
  [APPLE, 'A'],
]);

/** The declarations that every document of ours carries on its root. */
export const declarations = [...prefixes].map(([uri, prefix]) => ` xmlns:${prefix}="${uri}"`).join('');

/** Opening and closing tag of an element; one outside our namespaces declares its own. */
export function tagsOf(name: ClarkName): { open: string; close: string; empty: string } {
  const { namespace, local } = splitClark(name);
  const prefix = prefixes.get(namespace);
  const qualified = prefix ? `${prefix}:${local}` : namespace ? `x:${local}` : local;
  const declaration = prefix ? '' : namespace ? ` xmlns:x="${escapeXml(namespace)}"` : '';
  return { open: `<${qualified}${declaration}>`, close: `</${qualified}>`, empty: `<${qualified}${declaration}/>` };
}

export function href(path: string): string {
  return `<D:href>${escapeXml(path)}</D:href>`;
}

/** A whole document with one root in a namespace of ours. */
export function xmlDocument(
  root:
    | 'D:error'
    | 'D:mkcol-response'
    | 'D:multistatus'
    | 'D:principal-search-property-set'
    | 'C:schedule-response'
    | 'CS:notification'
    | 'CS:shared-as',
  content: string,
): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<${root}${declarations}>${content}</${root}>`;
}

/** A sentence for the person who reads the wire: Thunderbird takes an empty DAV:error for a rate limit. */
export function messageElement(message: string): string {
  return `<m:error-description xmlns:m="${TWISTED}">${escapeXml(message)}</m:error-description>`;
}
