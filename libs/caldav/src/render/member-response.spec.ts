import type { OpenCalendar, Role } from '@dayferry/core';
import { expect, it } from 'vitest';
import { caldav } from '../clark.js';
import { calendarOf, type CalendarResource } from '../routes/resource.js';
import { parseAddress } from '../routes/address.js';
import { stableVariant } from './member-response.js';

const address = parseAddress('/dav/calendars/alice%40example.org/calendar/', []);

function seenBy(key: string, role: Role): CalendarResource {
  const calendar = { ownerKey: 'alice', timeZone: 'Europe/Berlin' };
  const open = { calendar, role, viewer: { user: { key } } } as unknown as OpenCalendar;
  return calendarOf({ kind: 'calendar', address, open });
}

const variant = (calendar: CalendarResource): string | null =>
  stableVariant({ type: 'prop', names: [caldav('calendar-data')], calendarData: {} }, calendar, false);

it('shares a remembered text among those who are shown the same, and with nobody else', () => {
  const bob = variant(seenBy('bob', 'reader'));
  expect(bob).toEqual(expect.any(String));
  expect(variant(seenBy('carol', 'reader'))).toBe(bob);
  expect(variant(seenBy('carol', 'freeBusy'))).not.toBe(bob);
  // The owner, by a credential that makes a reader of them, sees what programs keep in the events.
  expect(variant(seenBy('alice', 'reader'))).not.toBe(bob);
});
