import { DayferryError, type JCalComponent, type JCalProperty, type Limits } from '@dayferry/core';
import { parseContentLine, type ContentLine } from './content-line.js';
import { unfoldedText } from './decode.js';
import { refusal } from './refuse.js';
import { readValues } from './values.js';
import { defaultTypeOf } from './value-types.table.js';

// C0 controls but tab and line end, and what no XML feed can carry: the same characters that core refuses.
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * iCalendar text as jCal components (RFC 7265), bounded and linear. A value that is not of its type is kept with type
 * `unknown`, as written; rules are kept as their text. Structure that is broken is refused (`valid-calendar-data`).
 */
export function parseJCal(input: Uint8Array | string, limits: Limits, broken?: Broken): JCalComponent[] {
  const text = unfoldedText(input);
  if (forbidden.test(text) || !text.isWellFormed())
    throw refusal('valid-calendar-data', 'The data holds control characters.');
  const roots: JCalComponent[] = [];
  const open: JCalComponent[] = [];
  const state = { roots, open, limits };
  for (const line of linesOf(text)) {
    try {
      takeLine(readLine(line, limits), state);
    } catch (error) {
      // BEGIN, END and what is outside of every event, task or journal concern the whole text.
      if (!broken || !open[1] || !(error instanceof DayferryError) || /^(?:BEGIN|END):/i.test(line)) throw error;
      if (!broken.has(open[1])) broken.set(open[1], error);
    }
  }
  if (open.length > 0) throw refusal('valid-calendar-data', `${open.at(-1)![0].toUpperCase()} does not end.`);
  return roots;
}

/** Where given, a line that cannot be read spoils only the component it is in, which is noted here. */
export type Broken = Map<JCalComponent, DayferryError>;

function* linesOf(text: string): Generator<string> {
  let start = 0;
  let count = 0;
  while (start < text.length) {
    const at = text.indexOf('\n', start);
    const end = at < 0 ? text.length : at;
    const line = text.slice(start, end);
    start = end + 1;
    if (line.trim() === '') continue;
    count += 1;
    yield line;
  }
  if (count === 0) throw refusal('valid-calendar-data', 'There is no calendar in it.');
}

function readLine(line: string, limits: Limits): ContentLine {
  const most = longest(line, limits);
  const isLong = line.length > most || (line.length * 3 > most && Buffer.byteLength(line) > most);
  if (isLong) throw refusal('valid-calendar-data', 'A line is too long.');
  return parseContentLine(line, limits);
}

/** Inline attachments alone may be as long as a resource. */
function longest(line: string, limits: Limits): number {
  return /^(?:ATTACH|IMAGE)[;:]/i.test(line) ? limits.resourceBytes : limits.icalLineBytes;
}

interface State {
  roots: JCalComponent[];
  open: JCalComponent[];
  limits: Limits;
}

function takeLine(line: ContentLine, { roots, open, limits }: State): void {
  const component = open.at(-1);
  if (line.name === 'begin') {
    if (open.length >= limits.icalDepth) throw refusal('valid-calendar-data', 'Components are nested too deep.');
    const begun: JCalComponent = [line.value.trim().toLowerCase(), [], []];
    (component ? component[2] : roots).push(begun);
    open.push(begun);
  } else if (line.name === 'end') {
    if (open.pop()?.[0] !== line.value.trim().toLowerCase())
      throw refusal('valid-calendar-data', 'BEGIN and END do not match.');
  } else if (!component) throw refusal('valid-calendar-data', 'A property stands outside of any component.', line.name);
  else if (component[1].length >= limits.icalProperties)
    throw refusal('valid-calendar-data', 'A component has too many properties.');
  else component[1].push(toProperty(line));
}

/** RFC 7265 §3.4: VALUE becomes the type. */
function toProperty({ name, parameters, value }: ContentLine): JCalProperty {
  const { value: named, ...rest } = parameters;
  const own = defaultTypeOf(name);
  const type = typeof named === 'string' && named !== '' ? named.toLowerCase() : own;
  const values = readValues(name, type, value);
  if (values) return [name, rest, type, ...values];
  // A date where a date-time belongs, or the reverse, is common and unambiguous; everything else is kept as written.
  const other = type === 'date-time' ? 'date' : type === 'date' ? 'date-time' : null;
  const others = other && readValues(name, other, value);
  return others ? [name, rest, other, ...others] : [name, parameters, 'unknown', value];
}
