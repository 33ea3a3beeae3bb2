import { conflict, DayferryError, forbidden, type OpenCalendar } from '@dayferry/core';
import { scheduleHeader } from '../render/schedule-tag.js';
import type { Address } from './address.js';
import { destinationOf } from './destination.js';
import { elsewhere } from './elsewhere.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { checkPreconditions, entityTag } from './preconditions.js';
import { depthOf } from './request-headers.js';
import { overwriteOf } from './request-uri.js';
import { renameCalendar } from './rename-calendar.js';
import { openCalendar } from './resource.js';

/** RFC 4918 §9.8, §9.9. */
export function copyOrMove(exchange: Exchange): Promise<Answer> {
  return exchange.address.kind === 'calendar' ? renameCalendar(exchange) : transfer(exchange);
}

/** Of calendar objects, within a calendar or between two. The event keeps its UID, moved also its id. */
async function transfer(exchange: Exchange): Promise<Answer> {
  const { core, address, headers, publicUrl } = exchange;
  const mode = exchange.method === 'MOVE' ? 'move' : 'copy';
  // An object has nothing below it, so that every depth means the same; what is no depth is refused.
  depthOf(headers, 0);
  const overwrite = overwriteOf(headers);
  const target = requirePlace(destinationOf(exchange), exchange);
  const from = await openCalendar(exchange);
  const to = await openTarget(exchange, target);
  const result = await core.events
    .transfer(from, { name: address.name }, to, {
      mode,
      origin: 'ical',
      name: target.name,
      overwrite,
      check: (current) => checkPreconditions(exchange, current),
    })
    .catch((error: unknown) => {
      throw (error instanceof DayferryError && elsewhere(error, target)) || error;
    });
  const answer = { etag: entityTag(result.stored.head), ...scheduleHeader(result.stored) };
  if (result.outcome === 'replaced') return { status: 204, headers: answer };
  return { status: 201, headers: { ...answer, location: `${publicUrl}${hrefOf(target)}` } };
}

function requirePlace(target: Address, { address: source }: Exchange): Address {
  const own = hrefOf(source);
  if (hrefOf(target) === own) throw forbidden('Source and destination are the same resource.');
  if (target.kind === 'object') return target;
  throw forbidden(
    own.startsWith(hrefOf(target)) ? 'The destination is above the source.' : 'A calendar object lies in a calendar.',
    { code: 'calendar-collection-location-ok' },
  );
}

async function openTarget(exchange: Exchange, target: Address): Promise<OpenCalendar> {
  try {
    return await openCalendar({ ...exchange, address: target });
  } catch (error) {
    const isMissing = error instanceof DayferryError && error.kind === 'not-found' && exchange.viewer.user;
    throw isMissing ? conflict('There is no calendar at the destination.') : error;
  }
}
