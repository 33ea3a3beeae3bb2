/** Scopes by the headings of the table below. */
export const scopes = {
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

export type Heading = keyof typeof scopes;

/** What a token of the calendar's own maker opens with one scope alone; the calendar is not public. */
export const expectedOfScopes = `
                     full   full.r ev     ev.r   own    own.r  busy   pub    avail  set    acl    acl.r  list   list.r cal    cal.r  dav    dav.r  js     js.r
v3 calendars.get     200    200    403    403    403    403    403    403    403    403    403    403    403    403    200    200    403    403    403    403
v3 calendars.patch   200    403    403    403    403    403    403    403    403    403    403    403    403    403    200    403    403    403    403    403
v3 events.list       200    200    200    200    200    200    200    404    403    403    403    403    403    403    403    403    403    403    403    403
v3 events.get        200    200    200    200    200    200    200    404    403    403    403    403    403    403    403    403    403    403    403    403
v3 events.insert     200    403    200    403    200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403
v3 events.patch      200    403    200    403    200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403
v3 events.delete     204    403    204    403    204    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403
v3 acl.list          200    403    403    403    403    403    403    403    403    403    200    200    403    403    403    403    403    403    403    403
v3 acl.insert        200    403    403    403    403    403    403    403    403    403    200    403    403    403    403    403    403    403    403    403
v2 feed GET          200    200    200    200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403
v2 entry GET         200    200    200    200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403
v2 entry POST        201    403    201    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403
v2 entry DELETE      200    403    200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403
v2 acl GET           200    200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403
caldav PROPFIND      207    207    207    207    403    403    403    403    403    403    403    403    403    403    403    403    207    207    403    403
caldav GET           200    200    200    200    403    403    403    403    403    403    403    403    403    403    403    403    200    200    403    403
caldav PUT           201    403    201    403    403    403    403    403    403    403    403    403    403    403    403    403    201    403    403    403
caldav DELETE        204    403    204    403    403    403    403    403    403    403    403    403    403    403    403    403    204    403    403    403
caldav ACL           200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    200    403    403    403
jscalendar list      200    200    200    200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    200    200
jscalendar GET       200    200    200    200    403    403    403    403    403    403    403    403    403    403    403    403    403    403    200    200
jscalendar PUT       201    403    201    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    201    403
jscalendar DELETE    204    403    204    403    403    403    403    403    403    403    403    403    403    403    403    403    403    403    204    403
`;
