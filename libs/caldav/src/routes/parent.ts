import { conflict, DayferryError, type OpenCalendar } from '@dayferry/core';
import type { Exchange } from './exchange.js';
import { openCalendar } from './resource.js';

/** RFC 4918 §9.7.1: no collection to put it into is a conflict, not a resource that is gone. */
export async function openParent(exchange: Exchange): Promise<OpenCalendar> {
  try {
    return await openCalendar(exchange);
  } catch (error) {
    const isMissing =
      error instanceof DayferryError && error.kind === 'not-found' && exchange.viewer.user !== undefined;
    throw isMissing ? conflict('There is no calendar at this address.') : error;
  }
}
