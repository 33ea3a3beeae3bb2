import { isKnownZone, type JCalComponent, type JCalProperty, type Limits, vtimezoneFor } from '@dayferry/core';
import { boundaryOf, foldedLines, unfolded } from '../text/folded-lines.js';
import { parseJCal } from '../text/jcal.js';
import { ownProductId } from '../text/product.js';
import { textOf } from '../text/text-of.js';
import { escapeText } from '../text/values.js';
import { renderJCal } from '../text/write.js';

/** What a file says about its calendar. */
export interface FileTitle {
  title: string;
  description?: string | undefined;
  /** IANA name. */
  timeZone: string;
  /** How often a subscriber should look again (RFC 7986 §5.7), e.g. `PT1H`. */
  refresh?: string;
}

interface Parts {
  zones: { tzid: string; text: string }[];
  components: string;
}

const years = [1970, 2037] as const;

/**
 * One iCalendar file of many calendar objects, made piece by piece: `head`, `add` for each object, `tail`. Components are
 * taken as they stand. A zone that everybody knows is defined once, by us; another one as in its object, and under a name
 * of its own where two objects define one name differently (RFC 5545 §3.6.5: a TZID is defined once).
 */
export class CalendarFile {
  static readonly tail = 'END:VCALENDAR\r\n';
  /** Definitions by TZID, as written. */
  private readonly defined = new Map<string, string>();

  constructor(private readonly limits: Limits) {}

  static head({ title, description, timeZone, refresh }: FileTitle): string {
    const extended = (name: string, value: string): JCalProperty => [name, {}, 'unknown', escapeText(value)];
    const properties: JCalProperty[] = [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', ownProductId],
      ['calscale', {}, 'text', 'GREGORIAN'],
      ['name', {}, 'text', title],
      extended('x-wr-calname', title),
      extended('x-wr-timezone', timeZone),
    ];
    if (description) properties.push(['description', {}, 'text', description], extended('x-wr-caldesc', description));
    if (refresh)
      properties.push(
        ['refresh-interval', { value: 'DURATION' }, 'unknown', refresh],
        ['x-published-ttl', {}, 'unknown', refresh],
      );
    return renderJCal(['vcalendar', properties, []]).slice(0, -CalendarFile.tail.length);
  }

  /** The components of one calendar object, behind the zones that they are the first to need. */
  add(ical: string): string {
    const parts = partsOf(ical);
    if (parts.zones.some((zone) => this.clashes(zone))) return this.add(this.renamed(ical));
    let zones = '';
    for (const tzid of zonesIn(ical)) if (isKnownZone(tzid)) zones += this.define(tzid, () => ownDefinition(tzid));
    for (const { tzid, text } of parts.zones) if (!isKnownZone(tzid)) zones += this.define(tzid, () => text);
    return zones + parts.components;
  }

  private define(tzid: string, make: () => string): string {
    if (this.defined.has(tzid)) return '';
    const text = make();
    this.defined.set(tzid, text);
    return text;
  }

  private clashes({ tzid, text }: { tzid: string; text: string }): boolean {
    if (isKnownZone(tzid)) return false;
    const former = this.defined.get(tzid);
    return former !== undefined && former !== text;
  }

  /** The object with its own names for zones that mean something else elsewhere in the file. */
  private renamed(ical: string): string {
    const [calendar] = parseJCal(ical, this.limits);
    const names = new Map<string, string>();
    for (const { tzid, text } of partsOf(ical).zones)
      if (this.clashes({ tzid, text })) names.set(tzid, this.nameFor(tzid, text));
    return renderJCal(withNames(calendar!, names));
  }

  private nameFor(tzid: string, text: string): string {
    const under = (name: string): string =>
      text.replace(/^(TZID[^:\r\n]*:)[^\r\n]*/im, (_, start) => `${start}${name}`);
    for (let n = 2; ; n += 1) {
      const name = `${tzid} (${n})`;
      const former = this.defined.get(name);
      if (former === undefined || former === under(name)) return name;
    }
  }
}

function partsOf(ical: string): Parts {
  const result: Parts = { zones: [], components: '' };
  const open: string[] = [];
  let text = '';
  for (const line of foldedLines(ical)) {
    const boundary = boundaryOf(line);
    if (boundary?.isBegin) open.push(boundary.name);
    if (open.length > 1) text += line;
    if (!boundary || boundary.isBegin) continue;
    if (open.length === 2) {
      put(result, boundary.name, withLineEnds(text));
      text = '';
    }
    open.pop();
  }
  return result;
}

function put(into: Parts, name: string, text: string): void {
  if (name !== 'VTIMEZONE') {
    into.components += text;
    return;
  }
  const line = [...foldedLines(text)].find((candidate) => /^TZID[;:]/i.test(candidate));
  const tzid =
    line &&
    unfolded(line)
      .replace(/^[^:]*:/, '')
      .trim();
  if (tzid) into.zones.push({ tzid, text });
}

/** As RFC 5545 §3.1 has them, whatever the client wrote. */
function withLineEnds(text: string): string {
  const ended = /[\r\n]$/.test(text) ? text : `${text}\r\n`;
  return /\r(?!\n)|(?<!\r)\n/.test(ended) ? ended.replaceAll(/\r\n?|\n/g, '\r\n') : ended;
}

function zonesIn(ical: string): Set<string> {
  return new Set([...ical.matchAll(/;TZID="?([^";:\r\n]+)/gi)].map(([, tzid]) => tzid!.trim()));
}

function ownDefinition(zone: string): string {
  const [name, properties, observances] = vtimezoneFor(zone, ...years);
  const named = properties.map((property): JCalProperty =>
    property[0] === 'tzid' ? ['tzid', {}, 'text', zone] : property,
  );
  return renderJCal([name, named, observances]);
}

function withNames([name, properties, components]: JCalComponent, names: ReadonlyMap<string, string>): JCalComponent {
  const changed = properties.map((property): JCalProperty => {
    const [own, parameters, type, ...values] = property;
    if (name === 'vtimezone' && own === 'tzid')
      return [own, parameters, type, ...values.map((value) => names.get(textOf(value)) ?? value)];
    const tzid = typeof parameters.tzid === 'string' ? names.get(parameters.tzid) : undefined;
    return tzid === undefined ? property : [own, { ...parameters, tzid }, type, ...values];
  });
  return [name, changed, components.map((component) => withNames(component, names))];
}
