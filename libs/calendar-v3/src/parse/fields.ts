import { invalidParameter } from '../errors/fail.js';
import type { Members } from '../render/members.table.js';

/** What of a response is wanted: all of it, or these members. Never larger than the table of members. */
export type Selection = 'all' | Map<string, Selection>;

interface Item {
  name: string;
  /** Absent = everything below. */
  below?: Item[];
  isKnown: boolean;
}

const maxLength = 4096;
const maxDepth = 16;
/** Visits of members; all of them selected one by one are a few hundred, only wildcards in wildcards are more. */
const maxVisits = 2_000;
const name = /[A-Za-z0-9_$.-]+|\*/y;

/**
 * The `fields` parameter: `a,b(c,d/e),f/*`. Refuses unknown names and bad syntax (400 invalidParameter). One pass over
 * the text, then a bounded one over the members: nothing here backtracks or grows with the nesting.
 */
export function readFields(text: string, members: Members): Selection {
  if (text.length > maxLength) throw invalidSelection(text);
  const items = new FieldsReader(text).selector(0);
  const selection: Selection = new Map();
  select(items, members, selection, { left: maxVisits });
  const unknown = firstUnknown(items);
  if (unknown !== undefined) throw invalidSelection(unknown);
  return selection;
}

function invalidSelection(what: string): Error {
  return invalidParameter('fields', `Invalid field selection ${what.slice(0, 100)}`);
}

class FieldsReader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** item *( "," item ), up to the end of the text or a closing parenthesis. */
  selector(depth: number): Item[] {
    const items = [this.item(depth)];
    while (this.skips(',')) items.push(this.item(depth));
    this.space();
    if (depth === 0 && this.at < this.text.length) throw this.error();
    return items;
  }

  /** A path, and what is wanted below its last name. */
  private item(depth: number): Item {
    if (depth > maxDepth) throw this.error();
    const item: Item = { name: this.name(), isKnown: false };
    if (this.skips('/')) item.below = [this.item(depth + 1)];
    else if (this.skips('(')) {
      item.below = this.selector(depth + 1);
      if (!this.skips(')')) throw this.error();
    }
    return item;
  }

  private name(): string {
    this.space();
    name.lastIndex = this.at;
    const found = name.exec(this.text)?.[0];
    if (found === undefined) throw this.error();
    this.at += found.length;
    return found;
  }

  private skips(char: string): boolean {
    this.space();
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }

  private error(): Error {
    return invalidSelection(this.text.slice(this.at));
  }
}

interface Budget {
  left: number;
}

/** Marks in `selection` what the items want of these members. */
function select(items: Item[], members: Members, selection: Map<string, Selection>, budget: Budget): void {
  for (const item of items) {
    for (const name of namesOf(item, members)) {
      if ((budget.left -= 1) < 0) throw invalidSelection(item.name);
      take(item, name, selection, (below, into) => select(below, membersAt(members, name), into, budget));
    }
  }
}

function membersAt(members: Members, name: string): Members {
  return typeof members === 'object' ? members[name]! : members;
}

function namesOf(item: Item, members: Members): string[] {
  if (members === true) return [];
  if (members === 'open') return [item.name];
  if (item.name === '*') return Object.keys(members);
  return Object.hasOwn(members, item.name) ? [item.name] : [];
}

type SelectBelow = (items: Item[], into: Map<string, Selection>) => void;

function take(item: Item, name: string, selection: Map<string, Selection>, selectBelow: SelectBelow): void {
  const known = selection.get(name);
  if (!item.below) {
    item.isKnown = true;
    selection.set(name, 'all');
    return;
  }
  const below: Selection = known instanceof Map ? known : new Map<string, Selection>();
  selectBelow(item.below, below);
  item.isKnown ||= item.below.some((child) => child.isKnown);
  if (below.size > 0 && known !== 'all') selection.set(name, below);
}

function firstUnknown(items: Item[]): string | undefined {
  for (const item of items) {
    const below = item.below && firstUnknown(item.below);
    if (below !== undefined) return below;
    if (!item.isKnown) return item.name;
  }
  return undefined;
}
