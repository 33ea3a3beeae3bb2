/**
 * Every scope by its short form, with what the consent page says of it: the Calendar API's own (discovery document;
 * `calendar.app.created` is not among them, because calendars do not remember the program that made them), and one pair
 * for each protocol that has none.
 */
export const scopeTexts = {
  calendar: 'See, change, share and delete all calendars you have access to',
  'calendar.readonly': 'See and download all calendars you have access to',
  'calendar.events': 'See and change events on all your calendars',
  'calendar.events.readonly': 'See events on all your calendars',
  'calendar.events.owned': 'See and change events on calendars you own',
  'calendar.events.owned.readonly': 'See events on calendars you own',
  'calendar.events.freebusy': 'See when you are busy on calendars you have access to',
  'calendar.events.public.readonly': 'See events on public calendars',
  'calendar.freebusy': 'See your availability',
  'calendar.settings.readonly': 'See your calendar settings',
  'calendar.acls': 'See and change who your calendars are shared with',
  'calendar.acls.readonly': 'See who your calendars are shared with',
  'calendar.calendarlist': 'See, add and remove calendars on your list',
  'calendar.calendarlist.readonly': 'See the list of your calendars',
  'calendar.calendars': 'See and change the properties of your calendars, and add calendars',
  'calendar.calendars.readonly': 'See the properties of your calendars',
  caldav: 'See and change all your calendars by CalDAV',
  'caldav.readonly': 'See all your calendars by CalDAV',
  jscalendar: 'See and change all your calendars by JSCalendar',
  'jscalendar.readonly': 'See all your calendars by JSCalendar',
} as const;
