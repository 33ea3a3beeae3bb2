import {
  DayferryError,
  notFound,
  type OpenCalendar,
  seesPrivateParts,
  type SeriesRef,
  type StoredSeries,
} from '@dayferry/core';
import { storedUid } from '../parse/uid.js';
import { compatObject } from '../render/compat.js';
import { renderEvent } from '../render/event.js';
import { collectionPath } from './address.js';
import type { Exchange } from './exchange.js';
import { acceptedVersion } from './media.js';
import { idOfNumber, numberOf } from './numbered-id.js';
import { profileOf } from './profile.js';
import { addressOf, userOf } from './user.js';

/** The calendar that the address names. */
export async function openCollection(exchange: Exchange): Promise<OpenCalendar> {
  const { address, core, viewer } = exchange;
  if (address.collection === undefined) throw notFound();
  const user = userOf(exchange);
  const found =
    (await core.calendars.openInHome(viewer, user, address.collection).catch(nullIfMissing)) ??
    (await openOther(exchange, user, address.collection).catch(nullIfMissing));
  if (found) return found;
  throw notFound();
}

/**
 * `/<me>/calendar-<other>/`: somebody else's calendar in one's own home, as the original server names it. `tasks` of who
 * has no calendar for them are in the primary one.
 */
function openOther({ core, viewer }: Exchange, user: string, collection: string): Promise<OpenCalendar> {
  if (collection === 'tasks') return core.calendars.openInHome(viewer, user, 'calendar');
  const [, other] = /^calendar-(.+)$/.exec(collection) ?? [];
  if (other === undefined || user !== viewer.user?.email) return Promise.reject(notFound());
  return core.calendars.open(viewer, addressOf(other, viewer));
}

export interface Resource {
  open: OpenCalendar;
  stored: StoredSeries;
}

/** The object that the address names, with its calendar: `/calendar/<id>` may be on any that the viewer has on their list. */
export async function openResource(exchange: Exchange): Promise<Resource> {
  const { address, core, viewer } = exchange;
  const open = await openCollection(exchange);
  const stored = await findResource(exchange, open).catch(nullIfMissing);
  if (stored) return { open, stored };
  if (address.user !== undefined) throw notFound();
  const found = await core.events.findListed(viewer, { id: address.id! });
  if (!isShown(found.stored.head)) throw notFound();
  return found;
}

/** An object of this calendar by its event id, then its uid, its CalDAV name, the number that stands for its id. */
export async function findResource(
  { address, core }: Exchange,
  open: OpenCalendar,
  id = address.id!,
): Promise<StoredSeries> {
  for (const ref of refsOf(id)) {
    const found = await core.events.find(open, ref).catch(nullIfMissing);
    if (found && isShown(found.head)) return found;
  }
  throw notFound();
}

/** JSCalendar has events and tasks. */
export const isShown = ({ kind }: Pick<StoredSeries['head'], 'kind'>): boolean => kind === 'event' || kind === 'task';

function refsOf(id: string): SeriesRef[] {
  const numbered = idOfNumber(id);
  return [{ id }, { uid: storedUid(id) }, { name: id }, ...(numbered === null ? [] : [{ id: numbered }])];
}

export function nullIfMissing(error: unknown): null {
  if (error instanceof DayferryError && error.kind === 'not-found') return null;
  throw error;
}

/** Path of a member below the mount, in the form that the request likes its ids. */
export function memberPaths({
  address,
  headers,
  profile,
}: Pick<Exchange, 'address' | 'headers' | 'profile'>): (id: string) => string {
  const collection = collectionPath(address);
  const isNumbered = hasNumberedIds({ headers, profile });
  return (id) => collection + (isNumbered ? numberOf(id) : id);
}

/** The original server's ids are numbers. */
export function hasNumberedIds({ headers, profile }: Pick<Exchange, 'headers' | 'profile'>): boolean {
  return profileOf(headers.accept, profileOf(headers['content-type'], profile)) === 'egroupware';
}

type Asked = Pick<Exchange, 'core' | 'headers' | 'profile'>;

/** All that the JSON text of an object depends on beside the object. */
export function objectVariant({ headers, profile }: Omit<Asked, 'core'>, open: OpenCalendar, isPretty = false): string {
  const version = acceptedVersion(headers);
  const shape = version === '1.0' ? profileOf(headers.accept, profile) : version;
  return `js:${shape}:${isPretty}:${seesPrivateParts(open)}:${open.calendar.revision}`;
}

/** JSON text of objects as this viewer sees them, in the shapes the request likes, remembered by version. */
export function objectTexts(asked: Asked, open: OpenCalendar, isPretty = false): (stored: StoredSeries) => string {
  const { core, headers, profile } = asked;
  const version = acceptedVersion(headers);
  const isCompat = version === '1.0' && profileOf(headers.accept, profile) === 'egroupware';
  const variant = objectVariant(asked, open, isPretty);
  return (stored) =>
    core.rendered.get(`${stored.head.key}:${stored.head.seq}:${stored.sees}:${variant}`, () => {
      const object = renderEvent(stored.series, open.owner, version);
      return JSON.stringify(isCompat ? compatObject(object) : object, null, isPretty ? 2 : undefined);
    });
}

export function objectText(asked: Asked, open: OpenCalendar, stored: StoredSeries, isPretty = false): string {
  return objectTexts(asked, open, isPretty)(stored);
}
