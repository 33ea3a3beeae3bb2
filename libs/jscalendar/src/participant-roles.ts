import { type Attendee, isPlainObject, type JsonObject, type Organizer } from '@dayferry/core';

/** RFC 8984 §4.4.6 roles ↔ the model's role; both directions stand here, because one must undo the other. */
export function roleOf(roles: string[]): string | undefined {
  if (roles.includes('chair')) return 'chair';
  if (roles.includes('required')) return 'required';
  if (roles.includes('optional')) return 'optional';
  return roles.includes('informational') && !roles.includes('attendee') ? 'informational' : undefined;
}

/** Of a participant of a task: accepted, and how far they have got. */
export const taskStatuses: ReadonlySet<string> = new Set(['in-process', 'completed', 'failed']);

export function isContact(roles: string[]): boolean {
  return roles.includes('contact') && !roles.includes('attendee');
}

export function isOrganizer({ address }: Attendee, organizer: Organizer | undefined): boolean {
  return address !== undefined && organizer?.address.toLowerCase() === address.toLowerCase();
}

/** What the model's members alone say. */
export function derivedRoles(attendee: Attendee, isOwner: boolean): JsonObject {
  const { role } = attendee;
  if (role === 'owner') return { owner: true, attendee: true };
  const roles = attendee.isContact ? ['contact'] : role === 'informational' ? ['informational'] : ['attendee'];
  if (role === 'optional' || role === 'chair') roles.push(role);
  return Object.fromEntries((isOwner ? ['owner', ...roles] : roles).map((name) => [name, true]));
}

/** The set as a JSCalendar client wrote it, unless another protocol has changed the role since. */
export function keptRoles({ extras, role, isContact: isOnlyContact }: Attendee): JsonObject | null {
  const kept = extras?.js?.roles;
  if (!isPlainObject(kept)) return null;
  const names = Object.keys(kept);
  return roleOf(names) === role && isContact(names) === (isOnlyContact ?? false) ? kept : null;
}

/** An owner beside the organizer. */
export function isKeptOwner(attendee: Attendee): boolean {
  return attendee.role === 'owner' || keptRoles(attendee)?.owner === true;
}
