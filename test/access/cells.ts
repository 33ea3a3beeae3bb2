export interface Cell {
  /** One status, or one for each kind of event. */
  status: string;
  /** What is shown: of the letters `dpu`, in capitals with the title. */
  shown: string;
}

export const refused = 'refused';
export const isOpen = (status: string): boolean => /^(?:2\d\d>)?2\d\d(?:$|\/)/.test(status);

/** The weaker of two cells. */
export function both(a: string, b: string, isInReach: boolean): string {
  const [[status = '', ofA = ''], [other = '', ofB = '']] = [a.split(':'), b.split(':')];
  if (!isInReach || !isOpen(status) || !isOpen(other)) return refused;
  const weaker = [...ofA].filter((one) => ofB.toLowerCase().includes(one.toLowerCase()));
  const shown = weaker.map((one) => (ofB.includes(one) ? one : one.toLowerCase())).join('');
  return textOf({ status: 'open', shown });
}

/** Headings by their column; of equal columns the first, and not the one that opens all. */
export function apart({ columns, rows }: Table): Map<number, string> {
  const texts = columns.map((_, i) => rows.map(([, cells]) => cells[i]).join());
  return new Map(columns.map((name, i) => [i, name] as const).filter(([i]) => i > 0 && texts.indexOf(texts[i]!) === i));
}

export const textOf = ({ status, shown }: Cell): string => (shown === '' ? status : `${status}:${shown}`);

export interface Table {
  columns: string[];
  rows: (readonly [name: string, cells: string[]])[];
  of(name: string): string[];
}

/** A table as text: a line of headings, then a name and cells in each line, at least two spaces behind the name. */
export function readTable(text: string): Table {
  const [heading, ...lines] = text.trim().split('\n');
  const rows = lines.map((line) => {
    const [name, cells = ''] = line.split(/ {2,}(.*)/s);
    return [name!, cells.trim().split(/ +/)] as const;
  });
  const byName = new Map(rows);
  return { columns: heading!.trim().split(/ +/), rows, of: (name) => byName.get(name) ?? [] };
}

export const rowOf = (name: string, cells: readonly string[]): string => `${name}  ${cells.join(' ')}`;
