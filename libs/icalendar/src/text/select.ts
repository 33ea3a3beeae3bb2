import { boundaryOf, foldedLines, unfolded } from './folded-lines.js';

/** Which parts of a component are given (RFC 4791 §9.6.1). Names are in upper case. */
export interface Selection {
  /** Value true: name and parameters only (`novalue`). */
  props: 'all' | ReadonlyMap<string, boolean>;
  comps: 'all' | ReadonlyMap<string, Selection>;
}

const whole: Selection = { props: 'all', comps: 'all' };

/** The chosen parts of an iCalendar text, line for line as it stands, folds included. `selection` is that of VCALENDAR. */
export function selectParts(text: string, selection: Selection): string {
  // Null: a component that was not asked for, and all that is in it.
  const open: (Selection | null)[] = [{ props: 'all', comps: new Map([['VCALENDAR', selection]]) }];
  let result = '';
  for (const line of foldedLines(text)) result += taken(line, open);
  return result;
}

/** What of a line is given; BEGIN and END move in and out of components. */
function taken(line: string, open: (Selection | null)[]): string {
  const parent = open.at(-1) ?? null;
  const boundary = boundaryOf(line);
  if (!boundary) return parent ? property(line, parent) : '';
  if (!boundary.isBegin) {
    open.pop();
    return parent ? line : '';
  }
  const inner = parent && innerOf(parent, boundary.name);
  open.push(inner);
  return inner ? line : '';
}

function innerOf({ comps }: Selection, name: string): Selection | null {
  return comps === 'all' ? whole : (comps.get(name) ?? null);
}

function property(line: string, { props }: Selection): string {
  if (props === 'all') return line;
  const name = /^[A-Z0-9-]+/i.exec(unfolded(line, 300))?.[0] ?? '';
  const isBare = props.get(name.toUpperCase());
  if (isBare === undefined) return '';
  return isBare ? withoutValue(line) : line;
}

/** Up to the colon that is not inside a quoted parameter. */
function withoutValue(line: string): string {
  const text = unfolded(line);
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === ':' && !isQuoted) return `${text.slice(0, at + 1)}\r\n`;
  }
  return line;
}
