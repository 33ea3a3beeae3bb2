import { readFileSync } from 'node:fs';
import { SaxesParser } from 'saxes';

/** The guide's prefixes, by namespace; Atom's names have none. */
const prefixes: Record<string, string> = {
  'http://www.w3.org/2005/Atom': '',
  'http://www.w3.org/2007/app': 'app:',
  'http://schemas.google.com/g/2005': 'gd:',
  'http://schemas.google.com/gCal/2005': 'gCal:',
  'http://schemas.google.com/acl/2007': 'gAcl:',
  'http://schemas.google.com/gdata/batch': 'batch:',
  'http://a9.com/-/spec/opensearch/1.1/': 'openSearch:',
  'http://www.georss.org/georss': 'georss:',
  'http://www.opengis.net/gml': 'gml:',
};

/** An element, or a member of an object; the members of an array are nodes of one name. */
interface Node {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: Node[];
}

/** What the guide calls its people, calendars and events, and what they are called here. */
export type Names = Record<string, string>;

/** An example of the developer's guide, as printed but for names. */
export function printed(file: string, names: Names = {}): string {
  const text = readFileSync(new URL(`../fixtures/gdata/guide/${file}`, import.meta.url), 'utf8');
  return Object.entries(names).reduce((all, [theirs, ours]) => all.replaceAll(theirs, ours), text);
}

function xmlTree(text: string): Node {
  const root: Node = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    const own = Object.values(attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns');
    const named = own.map((one): [string, string] => [nameOf(one.uri, one.local), one.value]);
    const node = { name: nameOf(uri, local), attributes: Object.fromEntries(named), text: '', children: [] };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on('text', (part) => void (open.at(-1)!.text += part));
  parser.on('closetag', () => void (open.at(-1)!.text = open.pop()!.text.trim()));
  parser.write(text).close();
  return root.children[0]!;
}

function nameOf(uri: string, local: string): string {
  return uri === '' ? local : `${prefixes[uri] ?? `{${uri}}`}${local}`;
}

function jsonTree(value: unknown, name = ''): Node {
  const isPlain = typeof value !== 'object' || value === null;
  const members = isPlain ? [] : Object.entries(value);
  return {
    name,
    attributes: {},
    text: isPlain ? JSON.stringify(value) : '',
    children: members.flatMap(([member, inner]) =>
      Array.isArray(inner) ? inner.map((one) => jsonTree(one, member)) : [jsonTree(inner, member)],
    ),
  };
}

/** Paths of all that is printed and not in the answer; what the answer has beside it does not matter. */
function missing(wanted: Node, got: Node, path = ''): string[] {
  const here = `${path}/${wanted.name}`;
  const attributes = Object.entries(wanted.attributes)
    .filter(([name, value]) => !isSameValue(name, value, got.attributes[name] ?? ''))
    .map(([name, value]) => `${here}@${name}=${value}`);
  const text = isSameValue(wanted.name, wanted.text, got.text) ? [] : [`${here}=${wanted.text}`];
  const children = wanted.children.flatMap((child) => {
    const found = got.children.filter(({ name }) => name === child.name).map((other) => missing(child, other, here));
    return found.sort((a, b) => a.length - b.length)[0] ?? [`${here}/${child.name}`];
  });
  return [...attributes, ...text, ...children];
}

const times = new Set(['updated', 'published', 'app:edited', 'created']);
const instant = /^"?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"?$/;

/** Instants and ETags differ; the form of the one and the strength of the other do not. */
function isSameValue(name: string, wanted: string, got: string): boolean {
  if (times.has(name) && instant.test(wanted)) return instant.test(got);
  if (name === 'gd:etag' || name === 'etag') return got !== '' && got.includes('W/') === wanted.includes('W/');
  // Text without a type is plain text (RFC 4287 §3.1.1).
  if (name === 'type' && wanted === 'text') return got === '' || got === wanted;
  return wanted === got;
}

/**
 * The guide's answers are of 2008 to 2010. Where the answers recorded in 2013 differ, these are followed: ids say neither
 * the feed nor the projection, and descriptions and places that are empty are left out.
 */
function asIn2013(text: string): string {
  return text
    .replace(/(<id>|"id": ")([^<"]*)\/(?:all|own)calendars\/full\/(?=[^<"])/g, '$1$2/calendars/')
    .replace(/(<id>[^<]*)\/acl\/full\/(?=[^<])/g, '$1/acl/')
    .replace(/<summary type='text'(?:\/>|><\/summary>)|<gd:where valueString='' ?\/>/g, '');
}

/** What an example prints and an answer lacks, in either format. */
export function lacking(
  file: string,
  answer: string,
  names: Names,
  repair: (text: string) => string = (text) => text,
): string[] {
  const text = asIn2013(repair(printed(file, names)));
  return file.endsWith('.json')
    ? missing(jsonTree(JSON.parse(text)), jsonTree(JSON.parse(answer)))
    : missing(xmlTree(text), xmlTree(answer));
}

/** How a request says that it speaks one of the guide's two formats. */
export const formats = [
  { format: 'xml', alt: '', headers: { 'content-type': 'application/atom+xml' } },
  { format: 'json', alt: '?alt=jsonc', headers: { 'content-type': 'application/json' } },
];
