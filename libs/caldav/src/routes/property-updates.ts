import { atLeast, DayferryError, mayWrite, type Limits, type Viewer } from '@dayferry/core';
import { CALDAV, CALENDARSERVER, dav, DAV, splitClark, type ClarkName } from '../clark.js';
import { conditionElement, conditions } from '../errors/conditions.table.js';
import { emptyEdit, type CalendarEdit, type EditContext } from '../parse/calendar-edit.js';
import type { PropertyUpdate } from '../parse/proppatch.js';
import type { Setter } from '../parse/settable.table.js';
import { deadXml } from '../render/dead-property.js';
import { propstat } from '../render/multistatus.js';
import { isLiveAnywhere, propertiesOn } from '../render/properties.table.js';
import { tagsOf } from '../render/xml-text.js';
import type { ResourceKind } from './address.js';
import { hrefOf } from './hrefs.js';
import type { Resource } from './resource.js';

/** What updates are tried against. */
export interface UpdateTarget extends EditContext {
  kind: ResourceKind;
  setters: ReadonlyMap<ClarkName, Setter>;
  /** Properties of the client's own making are kept here. */
  takesDead: boolean;
  /** Where the resource is, once it is anywhere. */
  here?: string;
}

export interface Outcome {
  edit: CalendarEdit;
  /** Beside the updates; null = it would work. */
  failures: (Failure | null)[];
  hasFailed: boolean;
}

interface Failure {
  status: number;
  /** A precondition element. */
  error: string;
}

/** Tries all instructions in order (RFC 4918 §9.2); nothing is written here. */
export function runUpdates(updates: PropertyUpdate[], target: UpdateTarget): Outcome {
  const edit = emptyEdit();
  const failures = updates.map((update) => attempt(update, edit, target));
  return { edit, failures, hasFailed: failures.some((failure) => failure !== null) };
}

/** DAV:propstat elements, one for each outcome; where one instruction failed, the others are 424. */
export function outcomePropstats(updates: PropertyUpdate[], { failures, hasFailed }: Outcome): string {
  const groups = new Map<string, { status: number; error: string; names: Set<ClarkName> }>();
  updates.forEach(({ name }, i) => {
    const { status, error } = failures[i] ?? { status: hasFailed ? 424 : 200, error: '' };
    const group = groups.get(`${status} ${error}`) ?? { status, error, names: new Set() };
    group.names.add(name);
    groups.set(`${status} ${error}`, group);
  });
  return [...groups.values()]
    .map(({ status, error, names }) => propstat([...names].map((name) => tagsOf(name).empty).join(''), status, error))
    .join('');
}

/** The same when there was no room for what the client made up: 507 for that, 424 for the rest. */
export function withoutRoom(updates: PropertyUpdate[], outcome: Outcome, error: DayferryError): Outcome {
  const dead = new Set(outcome.edit.dead.map(({ name }) => name));
  const failures = updates.map(({ name, value }) => (value && dead.has(name) ? failureOf(error) : null));
  return { ...outcome, failures, hasFailed: true };
}

/** The same when one property could not be written after all. */
export function withFailure(updates: PropertyUpdate[], outcome: Outcome, failed: ClarkName, error: unknown): Outcome {
  const failure = failureOf(error);
  return { ...outcome, failures: updates.map(({ name }) => (name === failed ? failure : null)), hasFailed: true };
}

export function isOutOfRoom(error: unknown): error is DayferryError {
  return error instanceof DayferryError && error.detail.code === 'resource-properties';
}

function attempt(update: PropertyUpdate, edit: CalendarEdit, target: UpdateTarget): Failure | null {
  const setter = target.setters.get(update.name);
  try {
    if (setter) setter(edit, update.value, target);
    else if (isProtected(update.name, target.kind)) return protectedFailure;
    else addDead(update, edit, target);
    return null;
  } catch (error) {
    return failureOf(error, target.here);
  }
}

const protectedFailure: Failure = { status: 403, error: tagsOf(dav('cannot-modify-protected-property')).empty };

/** RFC 4918 §15: an object may well have a name or a language of a client's own making. */
const freeNames = new Set([dav('displayname'), dav('getcontentlanguage')]);
const reserved = new Set([DAV, CALDAV, CALENDARSERVER]);
/** Servers alone say these, also one that has no locks and no quota (RFC 4918 §15.8, RFC 4331 §3, §4). */
const unsaid = new Set([dav('lockdiscovery'), dav('quota-available-bytes'), dav('quota-used-bytes')]);

function isProtected(name: ClarkName, kind: ResourceKind): boolean {
  if (propertiesOn(kind).has(name) || unsaid.has(name)) return true;
  return isLiveAnywhere(name) && !freeNames.has(name) && reserved.has(splitClark(name).namespace);
}

function addDead({ name, value, language }: PropertyUpdate, edit: CalendarEdit, target: UpdateTarget): void {
  requirePropertyRight(target);
  const xml = value && deadXml(value, language);
  if (xml !== null && Buffer.byteLength(name) + Buffer.byteLength(xml) > target.limits.propertyBytes)
    throw new DayferryError('too-large', 'The property is too large.', { code: 'resource-properties' });
  edit.dead.push({ name, value: xml });
}

function requirePropertyRight({ takesDead, open, viewer }: UpdateTarget): void {
  const isWriter = !open || atLeast(open.role, 'writer');
  if (!takesDead || !isWriter || !mayWrite(viewer))
    throw new DayferryError('forbidden', 'Properties cannot be changed here.', {
      code: 'need-privileges',
      info: { privilege: 'write-properties' },
    });
}

/** What a resource lets a viewer change. */
export function targetOf(
  resource: Resource,
  setters: UpdateTarget['setters'],
  { viewer, limits }: { viewer: Viewer; limits: Limits },
): UpdateTarget {
  const open = resource.kind === 'calendar' || resource.kind === 'object' ? resource.open : null;
  return {
    kind: resource.kind,
    setters,
    takesDead: open !== null || ownResource(resource, viewer) !== null,
    here: hrefOf(resource.address),
    viewer,
    open,
    likelyZones: open ? [open.calendar.timeZone] : [],
    limits,
  };
}

/** The name under which properties of the viewer's own home, inbox and principal are kept; null for everything else. */
export function ownResource(resource: Resource, viewer: Viewer): string | null {
  switch (resource.kind) {
    case 'home':
    case 'inbox':
    case 'outbox':
      return resource.owner.key === viewer.user?.key ? resource.kind : null;
    case 'principal':
      return resource.principal.key === viewer.user?.key ? 'principal' : null;
    default:
      return null;
  }
}

/** RFC 4918 §9.2.1: 403 for what may not be changed, 409 for a value that makes no sense, 507 when there is no room. */
function failureOf(error: unknown, here?: string): Failure {
  if (!(error instanceof DayferryError)) throw error;
  const condition = conditions[error.detail.code ?? ''];
  const element = condition ? conditionElement(condition, error.detail.info, here) : '';
  if (error.kind === 'too-large') return { status: 507, error: element };
  return { status: error.kind === 'invalid-input' && !condition ? 409 : 403, error: element };
}
