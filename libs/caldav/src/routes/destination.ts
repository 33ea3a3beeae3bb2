import { conflict, DayferryError } from '@dayferry/core';
import { parseAddress, type Address } from './address.js';
import type { Exchange } from './exchange.js';
import { destinationPath } from './request-uri.js';

/**
 * RFC 4918 §10.3: where COPY and MOVE put the resource. A path that names nothing here has no collection to put anything
 * into (§9.8.5: 409).
 */
export function destinationOf({ headers, publicUrl, aliases }: Exchange): Address {
  const path = destinationPath(headers, publicUrl);
  try {
    return parseAddress(path, aliases);
  } catch (error) {
    const isNowhere = error instanceof DayferryError && error.kind === 'not-found';
    throw isNowhere ? conflict('There is no calendar at the destination.') : error;
  }
}
