import { isSame } from './equality.js';
import { mergeMembers } from './members.js';

/** How the elements of one list are recognised when they carry no key. */
export interface ListRule<T> {
  /** What the element says in the reduced form that the poorest protocol shows; equal = the same element. */
  alike: (item: T, index: number, list: T[]) => string;
  /** Pair the last unmatched element of both sides: it was edited in place. */
  pairsLeftover?: boolean;
  /** Members that are true of the element's name alone: with another name they go, unless the client gives them. */
  ofName?: readonly string[];
}

interface Keyed {
  key?: string;
  name?: string;
}

/**
 * Merges a list that a protocol showed as `base` and got back as `next` into `current`, element by element. Elements
 * that the protocol did not show stay; members of an element that it did not show stay.
 */
export function mergeList<T extends Keyed>(current: T[], base: T[], next: T[], rule: ListRule<T>): T[] {
  const shownAs = pair(base, current, rule);
  const sameAs = pair(next, base, rule);
  const result = next.map((item, i) => mergeElement(item, base[sameAs[i]!], current[shownAs[sameAs[i]!] ?? -1], rule));
  const shown = new Set(shownAs);
  current.forEach((item, i) => {
    if (!shown.has(i)) result.splice(Math.min(i, result.length), 0, item);
  });
  return result;
}

function mergeElement<T extends Keyed>(
  next: T,
  base: T | undefined,
  current: T | undefined,
  { ofName = [] }: ListRule<T>,
): T {
  if (!base || !current) return next;
  const merged = mergeMembers(current, base, next);
  if (base.name === next.name) return merged as T;
  const isStale = (member: string): boolean => ofName.includes(member) && !(member in next);
  return Object.fromEntries(Object.entries(merged).filter(([member]) => !isStale(member))) as T;
}

/** For each element of `from` the index of its counterpart in `to`, or -1; each counterpart is used once. */
function pair<T extends Keyed>(from: T[], to: T[], rule: ListRule<T>): number[] {
  const result = from.map(() => -1);
  const free = new Set(to.keys());
  const names = (list: T[]): string[] => list.map((item, i) => rule.alike(item, i, list));
  const fromNames = names(from);
  const toNames = names(to);
  const passes: ((i: number, j: number) => boolean)[] = [
    (i, j) => from[i]!.key !== undefined && from[i]!.key === to[j]!.key,
    (i, j) => fromNames[i] === toNames[j] && isSame(from[i], to[j]),
    (i, j) => fromNames[i] === toNames[j],
  ];
  for (const matches of passes) claim(result, free, matches);
  const open = result.flatMap((j, i) => (j < 0 ? [i] : []));
  if (rule.pairsLeftover && open.length === 1 && free.size === 1) result[open[0]!] = [...free][0]!;
  return result;
}

function claim(result: number[], free: Set<number>, matches: (i: number, j: number) => boolean): void {
  result.forEach((taken, i) => {
    if (taken >= 0) return;
    for (const j of free) {
      if (!matches(i, j)) continue;
      result[i] = j;
      free.delete(j);
      return;
    }
  });
}
