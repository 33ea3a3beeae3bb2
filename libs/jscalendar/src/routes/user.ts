import { unauthenticated } from '@dayferry/core';
import type { Exchange } from './exchange.js';

/** Address of the user that the path names, in lower case: as written, or a name in the viewer's own domain. */
export function userOf({ address, viewer }: Pick<Exchange, 'address' | 'viewer'>): string {
  const user = address.user ?? viewer.user?.email;
  if (user === undefined) throw unauthenticated();
  return addressOf(user, viewer);
}

export function addressOf(name: string, { domain }: Exchange['viewer']): string {
  return (name.includes('@') || domain === undefined ? name : `${name}@${domain}`).toLowerCase();
}
