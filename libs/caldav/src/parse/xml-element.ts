import { invalidInput } from '@dayferry/core';
import type { ClarkName } from '../clark.js';

/** An element after reading: names are resolved, references replaced, comments and processing instructions gone. */
export interface XmlElement {
  readonly name: ClarkName;
  /** By Clark name; an attribute without a prefix is in no namespace and has its plain name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, without that of its children. */
  readonly text: string;
  /** Children and character data in document order. */
  readonly nodes: readonly (XmlElement | string)[];
}

export function child(element: XmlElement, name: ClarkName): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

export function childrenNamed(element: XmlElement, name: ClarkName): XmlElement[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/** The root of a body, refused when it is another element than the method takes. */
export function requireRoot(root: XmlElement, name: ClarkName): XmlElement {
  if (root.name === name) return root;
  throw invalidInput('body', `The body must be a ${name} element, not ${root.name.slice(0, 100)}.`, { code: 'xml' });
}
