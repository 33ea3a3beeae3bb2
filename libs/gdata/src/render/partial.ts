import { gd } from '../namespaces.table.js';
import type { XmlElement, XmlNode } from '../parse/read-xml.js';
import type { FieldPath, Selection } from '../parse/selection.js';
import { isStepTo, matches } from './partial-condition.js';

const fieldsAttribute = `{${gd}}fields`;

/**
 * The parts of an element that a selection names, in the order of the document. Elements that are named without parts of
 * their own are kept whole. `always` names children of an entry that are never left out.
 */
export function selectFields(root: XmlElement, selection: Selection, always?: ReadonlySet<string>): XmlElement {
  return part(root, selection.paths, { text: selection.text, always });
}

interface PartOptions {
  text: string;
  always: ReadonlySet<string> | undefined;
}

function part(element: XmlElement, paths: FieldPath[], { text, always }: PartOptions): XmlElement {
  return {
    name: element.name,
    attributes: partOfAttributes(element, paths, text),
    children: element.children.flatMap((child) => {
      if (typeof child === 'string') return [];
      if (always?.has(child.name)) return [child];
      const rest = matching(child, paths);
      if (rest === null) return [];
      return [rest === 'whole' ? child : part(child, rest, { text: textOf(rest), always })];
    }),
  };
}

/** `gd:fields` says which parts these are, wherever gd attributes were asked for. */
function partOfAttributes(element: XmlElement, paths: FieldPath[], text: string): Record<string, string> {
  const wanted = paths.flatMap(({ steps: [step, more] }) => (step!.kind === 'attribute' && !more ? [step!] : []));
  const isWanted = (name: string): boolean => wanted.some((step) => matches(step.name, name));
  const kept = Object.entries(element.attributes).filter(([name]) => isWanted(name));
  if (isWanted(fieldsAttribute)) kept.push([fieldsAttribute, text]);
  return Object.fromEntries(kept);
}

/** What remains of the paths that lead to this child: nothing, all of it, or paths inside it. */
function matching(child: XmlElement, paths: FieldPath[]): FieldPath[] | 'whole' | null {
  const leading = paths.filter(({ steps: [step] }) => isStepTo(step!, child));
  if (leading.length === 0) return null;
  if (leading.some(({ steps, nested }) => steps.length === 1 && !nested)) return 'whole';
  return leading.flatMap((path) =>
    path.steps.length > 1 ? [{ ...path, steps: path.steps.slice(1) }] : path.nested!.paths,
  );
}

function textOf(paths: FieldPath[]): string {
  return paths.map(({ source, steps, end }) => source.slice(steps[0]!.at, end).trim()).join(',');
}

/** The element without what a selection names: the first half of a partial update. */
export function withoutFields(element: XmlElement, paths: FieldPath[]): XmlElement {
  const gone = paths.flatMap(({ steps: [step, more] }) => (step!.kind === 'attribute' && !more ? [step!] : []));
  return {
    name: element.name,
    attributes: Object.fromEntries(
      Object.entries(element.attributes).filter(([name]) => !gone.some((step) => matches(step.name, name))),
    ),
    children: element.children.flatMap((child): XmlNode[] => {
      if (typeof child === 'string') return [child];
      const rest = matching(child, paths);
      if (rest === 'whole') return [];
      return [rest === null ? child : withoutFields(child, rest)];
    }),
  };
}
