import { mayWrite, requireWriteScope } from '../access/scopes.js';
import { atLeast, requireRole } from '../access/roles.js';
import type { Viewer } from '../access/viewer.js';
import { DayferryError, forbidden, notFound } from '../errors.js';
import type { Limits } from '../limits.js';
import type { ResourceProperty, StoreWriter } from '../ports/store.port.js';
import type { OpenCalendar } from './open-calendar.js';
import type { PropertyService } from './property-api.js';
import type { PropertyChange } from './changes.js';
import type { CoreContext } from './context.js';
import { liveRow } from './event-writes.js';
import { parseBody } from './stored-series.js';

export function propertyService(core: CoreContext): PropertyService {
  return {
    ofCalendars: async (opens, names) => {
      const keys = opens.filter(seesProperties).map((open) => open.calendar.key);
      return core.store.reader.resourceProperties(keys, { resourceKeys: ['self'], ...(names ? { names } : {}) });
    },
    ofMembers: async (open, some) =>
      seesProperties(open) ? core.store.reader.resourceProperties([open.calendar.key], some) : [],
    ofUser: async (viewer, names) =>
      viewer.user ? core.store.reader.resourceProperties([viewer.user.key], names ? { names } : {}) : [],
    changeSeries: async (open, ref, changes, check) => {
      requirePropertyWriter(open);
      await core.store.write(async (tx) => {
        const row = await liveRow(tx, open, ref);
        if (!row) throw notFound();
        check?.(parseBody(row));
        await changeProperties(core.limits, tx, { scopeKey: open.calendar.key, resourceKey: row.key }, changes);
      });
    },
    changeUser: async (viewer, resource, changes) => {
      const user = writingUser(viewer);
      await core.store.write((tx) =>
        changeProperties(core.limits, tx, { scopeKey: user.key, resourceKey: resource }, changes),
      );
    },
  };
}

/** Made-up properties may say anything about an event, so those who see busy times only do not see them. */
function seesProperties(open: OpenCalendar): boolean {
  return atLeast(open.role, 'reader');
}

export function requirePropertyWriter(open: OpenCalendar): void {
  requireWriteScope(open.viewer);
  requireRole(open.role, 'writer');
}

function writingUser(viewer: Viewer): NonNullable<Viewer['user']> {
  requireWriteScope(viewer);
  if (!viewer.user || !mayWrite(viewer)) throw forbidden('The credential does not permit changes.');
  return viewer.user;
}

export interface PropertyPlace {
  scopeKey: string;
  resourceKey: string;
}

/** All of the changes, in order; TooLarge `resource-properties` beyond the limits, which are looked at last. */
export async function changeProperties(
  limits: Limits,
  tx: StoreWriter,
  { scopeKey, resourceKey }: PropertyPlace,
  changes: readonly PropertyChange[],
): Promise<void> {
  for (const { name, value } of changes) {
    if (value === null) await tx.removeResourceProperty(scopeKey, resourceKey, name);
    else if (Buffer.byteLength(name) + Buffer.byteLength(value) > limits.propertyBytes)
      throw tooMuch(limits.propertyBytes);
    else await tx.saveResourceProperty({ scopeKey, resourceKey, name, value });
  }
  if (changes.some(({ value }) => value !== null)) await requireRoom(limits, tx, { scopeKey, resourceKey });
}

async function requireRoom(limits: Limits, tx: StoreWriter, { scopeKey, resourceKey }: PropertyPlace): Promise<void> {
  if ((await tx.resourcePropertiesSize(scopeKey, resourceKey)) > limits.resourcePropertiesBytes)
    throw tooMuch(limits.resourcePropertiesBytes);
  if ((await tx.resourcePropertiesSize(scopeKey)) > limits.calendarPropertiesBytes)
    throw tooMuch(limits.calendarPropertiesBytes);
}

function tooMuch(octets: number): DayferryError {
  return new DayferryError('too-large', `The properties take more than ${octets} octets.`, {
    code: 'resource-properties',
  });
}

/** Puts one resource's properties onto another, whose own are gone then. */
export async function copyProperties(tx: StoreWriter, from: PropertyPlace, to: PropertyPlace): Promise<void> {
  await tx.removeResourceProperties(to.scopeKey, to.resourceKey);
  const all: ResourceProperty[] = await tx.resourceProperties([from.scopeKey], {
    resourceKeys: [from.resourceKey],
  });
  for (const { name, value } of all) await tx.saveResourceProperty({ ...to, name, value });
}
