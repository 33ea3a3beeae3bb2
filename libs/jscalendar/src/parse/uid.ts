import { wrong } from './values.js';

/** iCalendar has the UUID alone; JSCalendar shows it as a URN. */
export function storedUid(uid: string): string {
  if (uid === '') throw wrong('uid', 'must not be empty.');
  return uid.replace(/^urn:uuid:/i, '');
}
