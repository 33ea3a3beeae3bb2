import { DayferryError, type ErrorDetail } from '@dayferry/core';
import type { Address } from './address.js';
import { hrefOf } from './hrefs.js';

/** A UID or a meeting that another object has: the same error, which names that object by its href. Null for others. */
export function elsewhere({ kind, message, detail }: DayferryError, address: Address): DayferryError | null {
  const { code = '', info } = detail;
  if (code !== 'uid-conflict' && code !== 'unique-meeting') return null;
  const place = { ...address, ...placeOf(info) };
  const named = { code: code === 'uid-conflict' ? 'no-uid-conflict' : code, info: { href: hrefOf(place) } };
  return new DayferryError(kind, message, named);
}

/** Where the other object lies: in the same calendar, or in another one of its owner's. */
function placeOf(info: ErrorDetail['info']): Partial<Address> {
  const { owner, collection, resourceName } = info ?? {};
  const name = resourceName === undefined ? {} : { name: String(resourceName) };
  return owner === undefined ? name : { ...name, tree: 'dav', owner: String(owner), collection: String(collection) };
}
