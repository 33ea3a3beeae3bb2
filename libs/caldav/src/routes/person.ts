import { DayferryError } from '@dayferry/core';
import { parseAddress } from './address.js';
import type { Exchange } from './exchange.js';
import { pathOf } from './request-uri.js';

/** The e-mail address behind a calendar user address: `mailto:`, or the path of a principal. Empty for all others. */
export function emailOf(uri: string, aliases: Exchange['aliases']): string {
  const address = uri.trim();
  if (/^mailto:/i.test(address)) return address.slice('mailto:'.length).toLowerCase();
  if (/^[^/@:]+@[^/@:]+$/.test(address)) return address.toLowerCase();
  try {
    const place = parseAddress(pathOf(address), aliases);
    return place.kind === 'principal' ? place.owner : '';
  } catch (error) {
    if (error instanceof DayferryError) return '';
    throw error;
  }
}
