import type { AclRule, Principal, Role, Sharee, SharedRole } from '@dayferry/core';
import type { ClarkName } from '../clark.js';
import type { CalendarDataRequest } from '../parse/calendar-data.js';
import type { ResourceKind } from '../routes/address.js';
import type { Exchange } from '../routes/exchange.js';
import type { Resource, ResourceOf } from '../routes/resource.js';

export interface RenderContext {
  exchange: Exchange;
  /** Set in reports that ask for calendar data; CALDAV:calendar-data exists only there (RFC 4791 §9.6). */
  calendarData?: CalendarDataRequest;
  /** What clients made up, where the request asks for any of it. */
  dead?: DeadProperties;
  /** Access rules by calendar key, where the request asks for them; absent for calendars whose rules the viewer may not see. */
  acl?: ReadonlyMap<string, readonly AclRule[]>;
  /** With whom calendars are shared, by calendar key. */
  sharees?: ReadonlyMap<string, readonly Sharee[]>;
  /** Keys of the viewer's own calendars that are shared. */
  sharedByViewer?: ReadonlySet<string>;
  /** Of principals by their keys, where the request asks for it. */
  people?: PeopleFacts;
}

/** What is known of principals beyond themselves. */
export interface PeopleFacts {
  groups: ReadonlyMap<string, readonly Principal[]>;
  members: ReadonlyMap<string, readonly Principal[]>;
  /** Whose calendars the viewer reads or writes for them. */
  delegators: readonly { owner: Principal; role: Role }[];
  /** Proxy groups that the viewer is in. */
  standsIn: readonly { owner: Principal; role: SharedRole }[];
  /** Who is in the viewer's own proxy groups. */
  delegates: readonly { delegate: Principal; role: SharedRole }[];
}

/** Dead properties of one resource by name, as XML elements that stand for themselves. */
export interface DeadProperties {
  of(resource: Resource): ReadonlyMap<ClarkName, string> | undefined;
}

/** Content of the property's element; null = it is not there; an object = it is, and why it is not shown. */
export type PropertyValue = string | null | Refusal;

export interface Refusal {
  status: number;
  /** A precondition element. */
  error: string;
}

/** One property on some kinds of resource. `get` gives the element's content, or null when it is not there. */
export interface PropertyRow {
  name: ClarkName;
  on: readonly ResourceKind[];
  /** Shown by allprop: those of RFC 4918, no others (RFC 4791 §5.2). */
  isInAllprop: boolean;
  /** Cannot be told from a head alone. */
  needsBody: boolean;
  /** Of an object: depends on its version, its address, the viewer's role and the request, and on nothing else. */
  isStable: boolean;
  get(resource: Resource, context: RenderContext): PropertyValue;
  /** Attributes of the property's own element, as XML; may be empty. */
  attributes?(resource: Resource): string;
}

export interface PropertyOptions<Kind extends Resource['kind']> {
  isInAllprop?: boolean;
  needsBody?: boolean;
  isStable?: boolean;
  attributes?: (resource: ResourceOf<Kind>) => string;
}

/** A row whose getter sees just the kinds that it is for. */
export function property<Kind extends Resource['kind']>(
  name: ClarkName,
  on: readonly Kind[],
  get: (resource: ResourceOf<Kind>, context: RenderContext) => PropertyValue,
  options: PropertyOptions<Kind> = {},
): PropertyRow {
  return {
    name,
    on,
    isInAllprop: options.isInAllprop ?? false,
    needsBody: options.needsBody ?? false,
    isStable: options.isStable ?? false,
    get,
    ...(options.attributes ? { attributes: options.attributes } : {}),
  };
}
