import { conflict, DayferryError, forbidden, type OpenCalendar } from '@dayferry/core';
import { scheduleHeader } from '../render/schedule-tag.js';
import { parseAddress, type Address } from './address.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { checkPreconditions, entityTag } from './preconditions.js';
import { depthOf } from './request-headers.js';
import { destinationPath, overwriteOf } from './request-uri.js';
import { openCalendar } from './resource.js';

/** RFC 4918 §9.8, §9.9, of calendar objects, within a calendar or between two. The event keeps its UID, moved also its id. */
export async function copyOrMove(exchange: Exchange): Promise<Answer> {
  const { core, address, headers, publicUrl } = exchange;
  const mode = exchange.method === 'MOVE' ? 'move' : 'copy';
  requireWholeDepth(exchange);
  const overwrite = overwriteOf(headers);
  const target = targetAddress(destinationPath(headers, publicUrl), exchange);
  const from = await openCalendar(exchange);
  const to = await openTarget(exchange, target);
  const result = await core.events
    .transfer(from, { name: address.name }, to, {
      mode,
      name: target.name,
      overwrite,
      check: (current) => checkPreconditions(exchange, current),
    })
    .catch((error: unknown) => {
      throw asPrecondition(error, target);
    });
  const answer = { etag: entityTag(result.stored.head), ...scheduleHeader(result.stored) };
  if (result.outcome === 'replaced') return { status: 204, headers: answer };
  return { status: 201, headers: { ...answer, location: `${publicUrl}${hrefOf(target)}` } };
}

/** An object has nothing below it, so that every depth means the same; what is no depth is refused. */
function requireWholeDepth({ headers }: Exchange): void {
  if (headers.depth?.trim().toLowerCase() !== 'infinity') depthOf(headers, 0);
}

function targetAddress(path: string, { address: source, aliases }: Exchange): Address {
  const target = destinationAddress(path, aliases);
  const own = hrefOf(source);
  if (hrefOf(target) === own) throw forbidden('Source and destination are the same resource.');
  if (target.kind === 'object') return target;
  throw forbidden(
    own.startsWith(hrefOf(target)) ? 'The destination is above the source.' : 'A calendar object lies in a calendar.',
    { code: 'calendar-collection-location-ok' },
  );
}

/** A path that names nothing here has no collection to put anything into (RFC 4918 §9.8.5: 409). */
function destinationAddress(path: string, aliases: Exchange['aliases']): Address {
  try {
    return parseAddress(path, aliases);
  } catch (error) {
    const isNowhere = error instanceof DayferryError && error.kind === 'not-found';
    throw isNowhere ? conflict('There is no calendar at the destination.') : error;
  }
}

async function openTarget(exchange: Exchange, target: Address): Promise<OpenCalendar> {
  try {
    return await openCalendar({ ...exchange, address: target });
  } catch (error) {
    const isMissing = error instanceof DayferryError && error.kind === 'not-found' && exchange.viewer.user;
    throw isMissing ? conflict('There is no calendar at the destination.') : error;
  }
}

function asPrecondition(error: unknown, target: Address): unknown {
  if (!(error instanceof DayferryError)) return error;
  if (error.detail.code === 'uid-conflict') {
    const href = hrefOf({ ...target, name: String(error.detail.info?.resourceName ?? target.name) });
    return conflict(error.message, { code: 'no-uid-conflict', info: { href } });
  }
  return error;
}
