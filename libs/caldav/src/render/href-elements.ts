import { DAV, splitClark, type ClarkName } from '../clark.js';
import { escapeXml, tagsOf, unescapeXml } from './xml-text.js';

/** Where a property's element lies in a text made here: ours by their prefix, made-up ones declare their namespace. */
export function elementIn(text: string, name: ClarkName): { from: number; to: number } | null {
  const { open, close } = tagsOf(name);
  const { namespace, local } = splitClark(name);
  const madeUp = `<x:${local} xmlns:x="${escapeXml(namespace)}"`;
  const madeUpClose = `</x:${local}>`;
  for (const [start, end] of [
    [open, close],
    [`${madeUp}>`, madeUpClose],
    [`${madeUp} `, madeUpClose],
  ] as const) {
    const from = text.indexOf(start);
    const to = from < 0 ? -1 : text.indexOf(end, from);
    if (to >= 0) return { from, to };
  }
  return null;
}

/** Texts and DAV:href elements by turns, of a property's value; elements of that name in other namespaces are text. */
export function splitAtHrefs(value: string, property: ClarkName): string[] {
  const isDav = splitClark(property).namespace === DAV;
  return value.split(
    isDav
      ? /(<(?:D:href|x:href(?: xmlns:x="DAV:")?)>[^<]*<\/[Dx]:href>)/
      : /(<(?:D:href|x:href xmlns:x="DAV:")>[^<]*<\/[Dx]:href>)/,
  );
}

/** The address in a DAV:href element. */
export function uriIn(element: string): string {
  return unescapeXml(element.slice(element.indexOf('>') + 1, element.lastIndexOf('<')));
}
