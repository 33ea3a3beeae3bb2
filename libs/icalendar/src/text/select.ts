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
  for (const [line] of text.matchAll(/[^\r\n]*(?:(?:\r\n?|\n)[ \t][^\r\n]*)*(?:\r\n?|\n|$)/g)) {
    if (line !== '') result += taken(line, open);
  }
  return result;
}

/** What of a line, with its folds, is given; BEGIN and END move in and out of components. */
function taken(line: string, open: (Selection | null)[]): string {
  const parent = open.at(-1) ?? null;
  const [, name = '', rest = ''] = /^([A-Z0-9-]+)(.*)$/is.exec(plain(line, 300)) ?? [];
  switch (name.toUpperCase()) {
    case 'BEGIN': {
      const inner = parent && innerOf(parent, rest.slice(1).trim().toUpperCase());
      open.push(inner);
      return inner ? line : '';
    }
    case 'END':
      open.pop();
      return parent ? line : '';
    default:
      return parent ? property(line, name.toUpperCase(), parent) : '';
  }
}

function innerOf({ comps }: Selection, name: string): Selection | null {
  return comps === 'all' ? whole : (comps.get(name) ?? null);
}

function property(line: string, name: string, { props }: Selection): string {
  const isBare = props === 'all' ? false : props.get(name);
  if (isBare === undefined) return '';
  return isBare ? withoutValue(line) : line;
}

/** Up to the colon that is not inside a quoted parameter. */
function withoutValue(line: string): string {
  const text = plain(line);
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === ':' && !isQuoted) return `${text.slice(0, at + 1)}\r\n`;
  }
  return line;
}

/** The beginning of a line without its folds and its end. */
function plain(line: string, length = line.length): string {
  return line
    .slice(0, length)
    .replaceAll(/(?:\r\n?|\n)[ \t]/g, '')
    .replace(/[\r\n]+$/, '');
}
