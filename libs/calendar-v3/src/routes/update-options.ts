import type { OpenCalendar } from '@dayferry/core';
import type { UpdateOptions } from '../parse/event-update.js';
import { allowedConferences } from '../render/calendar.js';
import type { Call } from './call.js';

/** What the parameters and the calendar say about how a body is read. */
export function updateOptions({ query }: Call, { calendar }: OpenCalendar, isPatch: boolean): UpdateOptions {
  const { conferenceDataVersion, supportsAttachments } = query;
  const isPrimary = calendar.kind === 'primary';
  return { isPatch, conferenceDataVersion, supportsAttachments, isPrimary, conferences: allowedConferences(calendar) };
}
