import {
  DayferryError,
  notFound,
  type OpenCalendar,
  type SeriesRef,
  type StoredSeries,
  unauthenticated,
} from '@dayferry/core';
import { storedUid } from '../parse/uid.js';
import { compatObject } from '../render/compat.js';
import { renderEvent } from '../render/event.js';
import type { Exchange } from './exchange.js';
import { acceptedVersion } from './media.js';
import { profileOf } from './profile.js';

/** The calendar that the address names. */
export async function openCollection({ address, core, viewer }: Exchange): Promise<OpenCalendar> {
  if (address.collection === undefined) throw notFound();
  const user = address.user ?? viewer.user?.email;
  if (user === undefined) throw unauthenticated();
  try {
    return await core.calendars.openInHome(viewer, user, address.collection);
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found' && !viewer.user) throw unauthenticated();
    throw error;
  }
}

/** An object by its event id, then its uid, then its CalDAV name. */
export async function findResource(exchange: Exchange, open: OpenCalendar): Promise<StoredSeries> {
  for (const ref of refsOf(exchange.address.id!)) {
    const found = await exchange.core.events.find(open, ref).catch(nullIfMissing);
    if (found && found.head.kind !== 'journal') return found;
  }
  throw notFound();
}

export function refsOf(id: string): SeriesRef[] {
  return [{ id }, { uid: storedUid(id) }, { name: id }];
}

function nullIfMissing(error: DayferryError): null {
  if (error.kind === 'not-found') return null;
  throw error;
}

/** JSON text of one object as this viewer sees it, in the shapes the request likes, remembered by version. */
export function objectText(
  { core, headers, profile }: Pick<Exchange, 'core' | 'headers' | 'profile'>,
  open: OpenCalendar,
  stored: StoredSeries,
  isPretty = false,
): string {
  const version = acceptedVersion(headers);
  const shape = version === '1.0' ? profileOf(headers.accept, profile) : version;
  const key = `${stored.head.key}:${stored.head.seq}:js:${stored.sees}:${shape}:${isPretty}`;
  return core.rendered.get(key, () => {
    const object = renderEvent(stored.series, open.owner, version);
    return JSON.stringify(shape === 'egroupware' ? compatObject(object) : object, null, isPretty ? 2 : undefined);
  });
}
