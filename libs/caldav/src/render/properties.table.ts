import type { ClarkName } from '../clark.js';
import type { ResourceKind } from '../routes/address.js';
import { aclProperties } from './acl-properties.table.js';
import { calendarDataProperty } from './calendar-data.js';
import { calendarProperties } from './calendar-properties.table.js';
import { davProperties } from './dav-properties.table.js';
import { messageProperties } from './message-properties.table.js';
import { principalProperties } from './principal-properties.table.js';
import { sharingProperties } from './sharing-properties.table.js';
import type { PropertyRow } from './property.js';

/** Every property that exists here. */
export const properties: readonly PropertyRow[] = [
  ...davProperties,
  ...aclProperties,
  ...calendarProperties,
  ...principalProperties,
  ...sharingProperties,
  calendarDataProperty,
  ...messageProperties,
];

const index = new Map<ResourceKind, Map<ClarkName, PropertyRow>>();
for (const row of properties) {
  for (const kind of row.on) {
    const rows = index.get(kind) ?? new Map<ClarkName, PropertyRow>();
    index.set(kind, rows.set(row.name, row));
  }
}

const allNames = new Set(properties.map(({ name }) => name));

export function isLiveAnywhere(name: ClarkName): boolean {
  return allNames.has(name);
}

/** The properties of one kind of resource, by name. */
export function propertiesOn(kind: ResourceKind): ReadonlyMap<ClarkName, PropertyRow> {
  return index.get(kind) ?? new Map();
}
