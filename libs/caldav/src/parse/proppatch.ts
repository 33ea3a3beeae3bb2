import { invalidInput } from '@dayferry/core';
import { dav, XML, type ClarkName } from '../clark.js';
import { child, childrenNamed, requireRoot, type XmlElement } from './xml-element.js';

/** One instruction of RFC 4918 §14.19; `value` null = remove. */
export interface PropertyUpdate {
  name: ClarkName;
  value: XmlElement | null;
  /** xml:lang in scope around the property (RFC 4918 §4.3). */
  language?: string;
}

/** Instructions in document order; at least one. */
export function parseProppatch(root: XmlElement): PropertyUpdate[] {
  requireRoot(root, dav('propertyupdate'));
  const updates = root.children.flatMap((instruction): PropertyUpdate[] => {
    if (instruction.name === dav('set')) return setsOf(instruction, root);
    if (instruction.name === dav('remove')) return propertiesOf(instruction).map(({ name }) => ({ name, value: null }));
    return [];
  });
  if (updates.length === 0)
    throw invalidInput('propertyupdate', 'DAV:propertyupdate sets or removes at least one property.', { code: 'xml' });
  return updates;
}

function setsOf(instruction: XmlElement, root: XmlElement): PropertyUpdate[] {
  const language = [child(instruction, dav('prop')), instruction, root]
    .map((element) => element?.attributes.get(`{${XML}}lang`))
    .find((value) => value !== undefined);
  return propertiesOf(instruction).map((value) => ({
    name: value.name,
    value,
    ...(language === undefined ? {} : { language }),
  }));
}

function propertiesOf(instruction: XmlElement): readonly XmlElement[] {
  return child(instruction, dav('prop'))?.children ?? [];
}

/** The DAV:set instructions of MKCALENDAR and extended MKCOL (RFC 5689 §3); neither can remove. */
export function parseSets(root: XmlElement): PropertyUpdate[] {
  return childrenNamed(root, dav('set')).flatMap((instruction) => setsOf(instruction, root));
}
