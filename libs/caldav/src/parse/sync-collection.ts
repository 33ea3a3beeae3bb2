import { invalidInput } from '@dayferry/core';
import { dav } from '../clark.js';
import { parsePropertyRequest, type PropertyRequest } from './propfind.js';
import { child, type XmlElement } from './xml-element.js';

/** RFC 6578 §6.1. */
export interface SyncCollection {
  /** Empty: everything. */
  token: string;
  /** DAV:sync-level infinite. */
  isInfinite: boolean;
  /** DAV:nresults. */
  limit?: number;
  properties: PropertyRequest;
}

/** DAV:sync-level is read leniently: a calendar has no collections below it, so both levels mean the same. */
export function parseSyncCollection(root: XmlElement): SyncCollection {
  const token = child(root, dav('sync-token'));
  if (!token) throw invalidInput('sync-token', 'DAV:sync-collection needs a DAV:sync-token.', { code: 'xml' });
  const level = child(root, dav('sync-level'))?.text.trim().toLowerCase() ?? '1';
  if (!['1', 'infinite', 'infinity'].includes(level))
    throw invalidInput('sync-level', 'DAV:sync-level is 1 or infinite.', { code: 'xml' });
  const limit = parseLimit(root);
  return {
    token: token.text.trim(),
    isInfinite: level !== '1',
    ...(limit === undefined ? {} : { limit }),
    properties: parsePropertyRequest(root) ?? { type: 'prop', names: [dav('getetag')] },
  };
}

function parseLimit(root: XmlElement): number | undefined {
  const limit = child(root, dav('limit'));
  const nresults = limit && child(limit, dav('nresults'))?.text.trim();
  if (nresults === undefined) return undefined;
  const value = /^\d{1,15}$/.test(nresults) ? Number(nresults) : 0;
  if (value < 1) throw invalidInput('nresults', 'DAV:nresults is a number above zero.', { code: 'xml' });
  return value;
}
