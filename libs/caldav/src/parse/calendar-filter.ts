import { forbidden, type DayferryError } from '@dayferry/core';
import { caldav, type ClarkName } from '../clark.js';
import { parseTimeRange, type TimeRange } from './date-time.js';
import { child, childrenNamed, type XmlElement } from './xml-element.js';

/** RFC 4791 §9.7. Names are in upper case. */
export interface CompFilter {
  name: string;
  isNotDefined: boolean;
  timeRange?: TimeRange;
  props: PropFilter[];
  comps: CompFilter[];
}

export interface PropFilter {
  name: string;
  isNotDefined: boolean;
  timeRange?: TimeRange;
  textMatch?: TextMatch;
  params: ParamFilter[];
}

export interface ParamFilter {
  name: string;
  isNotDefined: boolean;
  textMatch?: TextMatch;
}

/** RFC 4791 §7.5 requires the first two. */
export const collations = ['i;ascii-casemap', 'i;octet', 'i;unicode-casemap'] as const;
export type Collation = (typeof collations)[number];

export interface TextMatch {
  text: string;
  collation: Collation;
  isNegated: boolean;
}

const mostFilters = 200;
/** Which components may stand in which (RFC 5545 §3.6); names that are not listed may stand anywhere. */
const parents: Record<string, string[]> = {
  VEVENT: ['VCALENDAR'],
  VTODO: ['VCALENDAR'],
  VJOURNAL: ['VCALENDAR'],
  VAVAILABILITY: ['VCALENDAR'],
  AVAILABLE: ['VAVAILABILITY'],
  VFREEBUSY: ['VCALENDAR'],
  VTIMEZONE: ['VCALENDAR'],
  VALARM: ['VEVENT', 'VTODO'],
  STANDARD: ['VTIMEZONE'],
  DAYLIGHT: ['VTIMEZONE'],
};
/** RFC 4791 §9.9, RFC 7953 §7.2.2: what a time range is defined for. */
const timedComponents = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VAVAILABILITY', 'VFREEBUSY', 'VALARM']);
const timedProperties = new Set(['COMPLETED', 'CREATED', 'DTEND', 'DTSTAMP', 'DTSTART', 'DUE', 'LAST-MODIFIED']);

const invalid = (reason: string): DayferryError => forbidden(reason, { code: 'valid-filter' });

/** The one comp-filter of a CALDAV:filter. Forbidden with `valid-filter`, or `supported-collation`. */
export function parseFilter(filter: XmlElement): CompFilter {
  const comps = childrenNamed(filter, caldav('comp-filter'));
  if (comps.length !== 1 || filter.children.length !== 1)
    throw invalid('CALDAV:filter contains exactly one comp-filter.');
  const root = parseComp(comps[0]!, null);
  if (root.name !== 'VCALENDAR' || root.isNotDefined) throw invalid('The outermost comp-filter is that of VCALENDAR.');
  if (countFilters(root) > mostFilters) throw invalid(`A filter has at most ${mostFilters} parts.`);
  return root;
}

function parseComp(element: XmlElement, parent: string | null): CompFilter {
  requireOnly(element, ['is-not-defined', 'time-range', 'prop-filter', 'comp-filter']);
  const name = nameOf(element);
  if (parent && parents[name] && !parents[name].includes(parent)) throw invalid(`${name} does not stand in ${parent}.`);
  const timeRange = rangeOf(element);
  if (timeRange && !timedComponents.has(name)) throw invalid(`A time range has no meaning for ${name}.`);
  return {
    name,
    isNotDefined: isNotDefined(element),
    ...(timeRange ? { timeRange } : {}),
    props: childrenNamed(element, caldav('prop-filter')).map(parseProp),
    comps: childrenNamed(element, caldav('comp-filter')).map((comp) => parseComp(comp, name)),
  };
}

function parseProp(element: XmlElement): PropFilter {
  requireOnly(element, ['is-not-defined', 'time-range', 'text-match', 'param-filter']);
  const name = nameOf(element);
  const [timeRange, textMatch] = [rangeOf(element), matchOf(element)];
  if (timeRange && textMatch) throw invalid('A prop-filter has a time range or a text match, not both.');
  if (timeRange && !timedProperties.has(name)) throw invalid(`A time range has no meaning for ${name}.`);
  return {
    name,
    isNotDefined: isNotDefined(element),
    ...(timeRange ? { timeRange } : {}),
    ...(textMatch ? { textMatch } : {}),
    params: childrenNamed(element, caldav('param-filter')).map(parseParam),
  };
}

function parseParam(element: XmlElement): ParamFilter {
  requireOnly(element, ['is-not-defined', 'text-match']);
  const textMatch = matchOf(element);
  return { name: nameOf(element), isNotDefined: isNotDefined(element), ...(textMatch ? { textMatch } : {}) };
}

function nameOf(element: XmlElement): string {
  const name = element.attributes.get('name');
  if (!name) throw invalid('Every filter has a name.');
  return name.toUpperCase();
}

/** Elements of other namespaces are ignored (RFC 4918 §17); unknown ones of ours would change the meaning. */
function requireOnly(element: XmlElement, allowed: string[]): void {
  const names = new Set<ClarkName>(allowed.map(caldav));
  const unknown = element.children.find(({ name }) => name.startsWith(caldav('')) && !names.has(name));
  if (unknown) throw invalid(`${unknown.name} does not stand in ${element.name}.`);
}

function isNotDefined(element: XmlElement): boolean {
  if (!child(element, caldav('is-not-defined'))) return false;
  if (element.children.length > 1) throw invalid('is-not-defined stands alone.');
  return true;
}

function rangeOf(element: XmlElement): TimeRange | undefined {
  const found = childrenNamed(element, caldav('time-range'));
  if (found.length > 1) throw invalid('A filter has at most one time range.');
  return found[0] && parseTimeRange(found[0], { code: 'valid-filter' });
}

function matchOf(element: XmlElement): TextMatch | undefined {
  const found = childrenNamed(element, caldav('text-match'));
  if (found.length > 1) throw invalid('A filter has at most one text match.');
  if (!found[0]) return undefined;
  const { attributes, text } = found[0];
  const negate = attributes.get('negate-condition') ?? 'no';
  if (negate !== 'yes' && negate !== 'no') throw invalid('negate-condition is yes or no.');
  return { text, collation: collationOf(attributes.get('collation')), isNegated: negate === 'yes' };
}

function collationOf(name = 'default'): Collation {
  const found = collations.find((known) => known === (name === 'default' ? 'i;ascii-casemap' : name));
  if (found) return found;
  throw forbidden(`The collation ${name.slice(0, 40)} is not supported.`, { code: 'supported-collation' });
}

function countFilters(filter: CompFilter): number {
  const props = filter.props.reduce((sum, prop) => sum + 1 + prop.params.length, 0);
  return 1 + props + filter.comps.reduce((sum, comp) => sum + countFilters(comp), 0);
}
