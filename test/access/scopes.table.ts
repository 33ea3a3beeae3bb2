/** Scopes by the headings of the tables. */
export const scopeOf = {
  full: 'calendar',
  'full.r': 'calendar.readonly',
  ev: 'calendar.events',
  'ev.r': 'calendar.events.readonly',
  own: 'calendar.events.owned',
  'own.r': 'calendar.events.owned.readonly',
  busy: 'calendar.events.freebusy',
  pub: 'calendar.events.public.readonly',
  avail: 'calendar.freebusy',
  set: 'calendar.settings.readonly',
  acl: 'calendar.acls',
  'acl.r': 'calendar.acls.readonly',
  list: 'calendar.calendarlist',
  'list.r': 'calendar.calendarlist.readonly',
  cal: 'calendar.calendars',
  'cal.r': 'calendar.calendars.readonly',
  dav: 'caldav',
  'dav.r': 'caldav.readonly',
  js: 'jscalendar',
  'js.r': 'jscalendar.readonly',
} as const;

export type Heading = keyof typeof scopeOf;
