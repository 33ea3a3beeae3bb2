import type { OpenCalendar } from '@dayferry/core';
import type { CalendarResource, HomeResource, PrincipalResource, ProxyResource } from '../routes/resource.js';

/** The owner sees and changes the calendar's title; everybody else may have a name of their own for it. */
export function isOwnersView(open: OpenCalendar): boolean {
  return open.owner.key === open.viewer.user?.key;
}

export function displayName(resource: PrincipalResource | ProxyResource | HomeResource | CalendarResource): string {
  switch (resource.kind) {
    case 'principal':
      return resource.principal.name || resource.principal.email;
    case 'proxy':
      return `${resource.principal.name || resource.principal.email}: ${resource.role === 'writer' ? 'writes' : 'reads'} for`;
    case 'home':
      return resource.owner.name || resource.owner.email;
    case 'calendar':
      return calendarName(resource.open);
  }
}

function calendarName(open: OpenCalendar): string {
  if (isOwnersView(open)) return open.calendar.title;
  return open.entry?.titleOverride ?? open.calendar.title;
}
