import type { Attendee } from '@dayferry/core';

/**
 * The address that v2 shows for a person. Calendar user addresses that are no mailboxes get one under `.invalid`
 * (RFC 2606), the same each time, so that it can be recognised when it comes back.
 */
export function shownEmail(person: Pick<Attendee, 'address' | 'email' | 'key' | 'name'>): string {
  const { address, email } = person;
  if (address !== undefined && /^mailto:/i.test(address)) return address.slice('mailto:'.length);
  if (email !== undefined) return email;
  const text = address ?? person.key ?? person.name ?? '';
  return `${Buffer.from(text).toString('hex').slice(0, 60)}@calendar-user.invalid`;
}
