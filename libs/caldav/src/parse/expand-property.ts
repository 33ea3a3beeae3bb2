import { invalidInput } from '@dayferry/core';
import { dav, type ClarkName } from '../clark.js';
import { childrenNamed, type XmlElement } from './xml-element.js';

/** A property and, where its value has hrefs, what to show of the resources that they lead to (RFC 3253 §3.8). */
export interface ExpandedProperty {
  name: ClarkName;
  inner: ExpandedProperty[];
}

const mostNames = 200;
const deepest = 4;

export function parseExpandProperty(root: XmlElement): ExpandedProperty[] {
  let count = 0;
  const parse = (element: XmlElement, depth: number): ExpandedProperty[] =>
    childrenNamed(element, dav('property')).map((property) => {
      count += 1;
      if (count > mostNames || depth > deepest)
        throw invalidInput('property', `At most ${mostNames} properties, ${deepest} levels deep.`, { code: 'xml' });
      return { name: nameOf(property), inner: parse(property, depth + 1) };
    });
  return parse(root, 1);
}

function nameOf({ attributes }: XmlElement): ClarkName {
  const name = attributes.get('name') ?? '';
  if (!/^[\p{L}_][\p{L}\p{N}._-]*$/u.test(name))
    throw invalidInput('property', 'A DAV:property has a name.', { code: 'xml' });
  return `{${attributes.get('namespace') ?? 'DAV:'}}${name}`;
}
