import { atom, gd } from '../namespaces.table.js';
import { withoutFields } from '../render/partial.js';
import { parseFields } from './fields.js';
import type { XmlElement, XmlNode } from './read-xml.js';
import { elements } from './xml-element.js';

const gdName = (name: string): string => `{${gd}}${name}`;
const atomName = (name: string): string => `{${atom}}${name}`;

/** Elements of which an entry may have several: a partial entry adds to them, and replaces all others. */
const repeatable: ReadonlySet<string> = new Set([
  ...['who', 'reminder', 'where', 'extendedProperty', 'recurrenceException'].map(gdName),
  ...['category', 'link', 'author'].map(atomName),
]);

/**
 * An entry after a partial update (developer's guide, "Making a partial update"): what `gd:fields` of the partial entry
 * names is taken out, then its elements are merged in. The attributes are those of the partial entry, so that its
 * `gd:etag` counts and not that of the entry.
 */
export function patchEntry(current: XmlElement, partial: XmlElement): XmlElement {
  const fields = partial.attributes[gdName('fields')];
  const reduced = fields?.trim() ? withoutFields(current, parseFields(fields).paths) : current;
  const children = elements(partial).reduce<XmlNode[]>(merged, reduced.children);
  return { name: current.name, attributes: partial.attributes, children };
}

function merged(children: XmlNode[], added: XmlElement): XmlNode[] {
  const replaced = children.filter((child) => typeof child !== 'string' && isReplacedBy(child, added)) as XmlElement[];
  const kept = children.filter((child) => typeof child === 'string' || !replaced.includes(child));
  return [...kept, withReminders(added, replaced)];
}

function isReplacedBy(child: XmlElement, added: XmlElement): boolean {
  const { name, attributes } = child;
  if (name !== added.name) return name === gdName('when') && added.name === gdName('recurrence');
  if (!repeatable.has(name)) return true;
  // Names are keys (Atom reference, gd:extendedProperty); an event has one place, and a guest once.
  if (name === gdName('where')) return (attributes.rel ?? '') === (added.attributes.rel ?? '');
  if (name === gdName('who')) return attributes.email?.toLowerCase() === added.attributes.email?.toLowerCase();
  return (
    name === gdName('extendedProperty') &&
    attributes.name === added.attributes.name &&
    attributes.realm === added.attributes.realm
  );
}

/** A new time without reminders in it does not mean that there shall be none. */
function withReminders(added: XmlElement, replaced: XmlElement[]): XmlElement {
  const [before] = replaced;
  if (added.name !== gdName('when') || !before || elements(added).length > 0) return added;
  return { ...added, children: before.children };
}
