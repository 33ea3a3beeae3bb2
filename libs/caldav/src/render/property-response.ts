import { DayferryError } from '@dayferry/core';
import { CALDAV, splitClark, type ClarkName } from '../clark.js';
import { conditionElement, conditions } from '../errors/conditions.table.js';
import type { PropertyRequest } from '../parse/propfind.js';
import type { ResourceKind } from '../routes/address.js';
import { hrefOf } from '../routes/hrefs.js';
import type { Resource } from '../routes/resource.js';
import { propstat, statusResponse } from './multistatus.js';
import { propertiesOn } from './properties.table.js';
import type { PropertyRow, PropertyValue, RenderContext } from './property.js';
import { escapeXml, tagsOf } from './xml-text.js';

/** A request's properties looked up once for a kind of resource, so that each member costs only its values. */
interface Plan {
  known: { row: PropertyRow; open: string; close: string; empty: string }[];
  /** Names that this kind of resource does not have, and their empty elements. */
  unknown: { name: ClarkName; empty: string }[];
  unknownXml: string;
  /** allprop and propname do not report what is absent (RFC 4918 §9.1). */
  reportsAbsent: boolean;
  showsValues: boolean;
}

/** One DAV:response; `path`: the resource's href where it is at hand. */
export type PropertyRenderer = (resource: Resource, path?: string) => string;

export function propertyRenderer(
  request: PropertyRequest,
  context: RenderContext,
  isMinimal: boolean,
): PropertyRenderer {
  const plans = new Map<ResourceKind, Plan>();
  const full: RenderContext = { ...context, ...(request.calendarData ? { calendarData: request.calendarData } : {}) };
  return (resource, path = hrefOf(resource.address)) => {
    const plan = plans.get(resource.kind) ?? planFor(request, resource.kind);
    plans.set(resource.kind, plan);
    try {
      return `<D:response><D:href>${escapeXml(path)}</D:href>${propstats(plan, resource, full, isMinimal)}</D:response>`;
    } catch (error) {
      return failedResponse(path, error);
    }
  };
}

/** One member that cannot be shown as asked (too many instances to expand) does not fail the others. */
function failedResponse(path: string, error: unknown): string {
  const condition = error instanceof DayferryError ? conditions[error.detail.code ?? ''] : undefined;
  if (!condition) throw error;
  return statusResponse(path, condition.status, conditionElement(condition, undefined));
}

/** True when members cannot be described by their heads alone. */
export function needsBodies(request: PropertyRequest): boolean {
  return planFor(request, 'object').known.some(({ row }) => row.needsBody);
}

/** True when a member's response can be kept for as long as the member does not change. */
export function isStable(request: PropertyRequest): boolean {
  const { known, unknown } = planFor(request, 'object');
  const isPlain = request.type === 'prop' && unknown.length === 0 && !request.calendarData?.selection;
  return isPlain && known.every(({ row }) => row.isStable);
}

function planFor(request: PropertyRequest, kind: ResourceKind): Plan {
  const rows = propertiesOn(kind);
  const all = [...rows.values()];
  const names = request.type === 'prop' ? request.names : namesFor(request, all);
  const known = names.map((name) => rows.get(name)).filter((row) => row !== undefined);
  const strangers = request.type === 'prop' ? names.filter((name) => !rows.has(name)) : [];
  const unknown = strangers.map((name) => ({ name, empty: tagsOf(name).empty }));
  return {
    known: known.map((row) => ({ row, ...tagsOf(row.name) })),
    unknown,
    unknownXml: unknown.map(({ empty }) => empty).join(''),
    reportsAbsent: request.type === 'prop',
    showsValues: request.type !== 'propname',
  };
}

function namesFor(request: PropertyRequest, rows: PropertyRow[]): ClarkName[] {
  const shown = request.type === 'propname' ? rows : rows.filter((row) => row.isInAllprop);
  return [...new Set([...shown.map((row) => row.name), ...request.names])];
}

/** What clients made up of the resource, and the names that it does not have at all. */
function deadParts(plan: Plan, dead: ReadonlyMap<ClarkName, string> | undefined): { found: string; missing: string } {
  if (!dead) return { found: '', missing: plan.unknownXml };
  if (!plan.showsValues) return { found: [...dead.keys()].map((name) => tagsOf(name).empty).join(''), missing: '' };
  if (!plan.reportsAbsent) return { found: shownByAllprop(dead), missing: '' };
  const parts = { found: '', missing: '' };
  for (const { name, empty } of plan.unknown) {
    const value = dead.get(name);
    if (value === undefined) parts.missing += empty;
    else parts.found += value;
  }
  return parts;
}

/** CalDAV's own properties are asked for by name (RFC 7953 §7.2.4). */
function shownByAllprop(dead: ReadonlyMap<ClarkName, string>): string {
  return [...dead].flatMap(([name, value]) => (splitClark(name).namespace === CALDAV ? [] : [value])).join('');
}

/** The names among a request's that may be dead properties of these kinds; null = all that there are. */
export function deadNames(request: PropertyRequest, kinds: readonly ResourceKind[]): ClarkName[] | null {
  if (request.type !== 'prop') return null;
  return request.names.filter((name) => kinds.some((kind) => !propertiesOn(kind).has(name)));
}

function withAttributes(open: string, attributes: string): string {
  return attributes === '' ? open : `${open.slice(0, -1)} ${attributes}>`;
}

function propstats(plan: Plan, resource: Resource, context: RenderContext, isMinimal: boolean): string {
  const parts = { ...deadParts(plan, context.dead?.of(resource)), refused: '' };
  for (const known of plan.known) addTo(parts, plan, known, { resource, value: known.row.get(resource, context) });
  // RFC 8144 §2.1: with return=minimal, what is not there is not mentioned.
  const absent = parts.missing === '' || isMinimal ? '' : propstat(parts.missing, 404);
  const others = absent + parts.refused;
  return parts.found === '' && others !== '' ? others : propstat(parts.found, 200) + others;
}

function addTo(
  parts: { found: string; missing: string; refused: string },
  { reportsAbsent, showsValues }: Plan,
  { row, open, close, empty }: Plan['known'][number],
  { resource, value }: { resource: Resource; value: PropertyValue },
): void {
  if (value === null) parts.missing += reportsAbsent ? empty : '';
  else if (!showsValues || value === '') parts.found += empty;
  else if (typeof value === 'object') parts.refused += reportsAbsent ? propstat(empty, value.status, value.error) : '';
  else parts.found += `${row.attributes ? withAttributes(open, row.attributes(resource)) : open}${value}${close}`;
}
