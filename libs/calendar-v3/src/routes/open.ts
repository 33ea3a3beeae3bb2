import type { OpenCalendar, Viewer } from '@dayferry/core';
import { fail } from '../errors/fail.js';
import type { Call } from './call.js';

/** The calendar that the path names; `primary` is the caller's own. */
export async function openCalendar(call: Call): Promise<OpenCalendar> {
  return openById(call, call.path.calendarId ?? '');
}

export async function openById({ core, viewer }: Call, id: string): Promise<OpenCalendar> {
  return core.calendars.open(viewer, calendarId(viewer, id));
}

export function calendarId(viewer: Viewer, id: string): string {
  if (id !== 'primary') return id;
  if (!viewer.user) throw fail('loginRequired');
  return viewer.user.email;
}
