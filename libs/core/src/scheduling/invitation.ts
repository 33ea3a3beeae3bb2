import type { EventData } from '../model/event-data.js';
import type { OpenCalendar } from '../services/api.js';
import { emailOf, entryOf } from './address.js';

/**
 * The user's setting `hideInvitations`: lists of their own calendar leave out what others have invited them to, until they
 * answer (v2 Atom reference, gCal:settingsProperty and showhidden; v3, settings and showHiddenInvitations).
 */
export function hidesInvitations({ viewer: { user }, calendar }: Pick<OpenCalendar, 'viewer' | 'calendar'>): boolean {
  if (calendar.ownerKey !== user?.key || calendar.kind !== 'primary') return false;
  const setting = user.settings.hideInvitations;
  return setting === true || setting === 'true';
}

/** Somebody else's event with an invitation of the calendar's owner, who has said nothing yet. */
export function isUnanswered({ organizer, attendees }: EventData, { owner }: Pick<OpenCalendar, 'owner'>): boolean {
  if (!organizer || emailOf(organizer) === owner.email) return false;
  const own = entryOf(attendees, owner.email);
  return own !== undefined && (own.status ?? 'needs-action') === 'needs-action';
}
