import type { OpenCalendar, Viewer } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import type { Call } from './call.js';

/** The calendar that the path names; `primary` is the caller's own. */
export async function openCalendar(call: Call): Promise<OpenCalendar> {
  return call.core.calendars.open(call.viewer, calendarId(call.viewer, call.path.calendarId ?? ''));
}

function calendarId(viewer: Viewer, id: string): string {
  if (id !== 'primary') return id;
  if (!viewer.user) throw fail('loginRequired');
  return viewer.user.email;
}
