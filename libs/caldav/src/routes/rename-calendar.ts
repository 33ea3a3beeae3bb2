import { forbidden, preconditionFailed } from '@dayferry/core';
import type { Address } from './address.js';
import { destinationOf } from './destination.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { overwriteOf } from './request-uri.js';
import { isCalendar, openCalendar } from './resource.js';

/**
 * RFC 4918 §9.9 of a whole calendar: another name in the same home. It stays the same calendar for every protocol. Neither is
 * a calendar copied, nor does one take the place of another: what was there would be gone with all that is in it.
 */
export async function renameCalendar(exchange: Exchange): Promise<Answer> {
  const { core, headers, method, publicUrl } = exchange;
  const overwrite = overwriteOf(headers);
  const target = destinationOf(exchange);
  const open = await openCalendar(exchange);
  requirePlace(exchange, target);
  if (method !== 'MOVE') throw forbidden('A calendar is not copied whole.');
  if (await isCalendar({ ...exchange, address: target })) {
    if (!overwrite) throw preconditionFailed('There is a calendar at the destination.');
    throw forbidden('A calendar does not take the place of another.');
  }
  await core.calendars.update(open, { collectionName: target.collection });
  return { status: 201, headers: { location: `${publicUrl}${hrefOf(target)}` } };
}

function requirePlace({ address, viewer }: Exchange, target: Address): void {
  const isIn = (place: Address): boolean => place.tree === 'dav' && place.owner === viewer.user?.email;
  if (hrefOf(target) === hrefOf(address)) throw forbidden('Source and destination are the same resource.');
  if (target.kind !== 'calendar' || !isIn(target) || !isIn(address))
    throw forbidden('A calendar lies in the calendar home of its owner.', { code: 'calendar-collection-location-ok' });
}
