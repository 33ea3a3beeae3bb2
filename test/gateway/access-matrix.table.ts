export const roles = ['nobody', 'stranger', 'freeBusy', 'reader', 'writer', 'owner', 'admin'] as const;
export type Who = (typeof roles)[number];

export interface Verb {
  method: string;
  /** {cal} is the calendar's id, {id} an event's, {new} a name that nobody uses. */
  url: string;
  type?: string;
  body?: string;
  headers?: Record<string, string>;
}

const json = 'application/json';
const time = '"start":{"dateTime":"2026-03-02T10:00:00Z"},"end":{"dateTime":"2026-03-02T11:00:00Z"}';
const ics = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:{new}\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260302T100000Z\r\nDTEND:20260302T110000Z\r\nSUMMARY:new\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
const jsEvent = `{"@type":"Event","uid":"{new}","title":"new","start":"2026-03-02T10:00:00","timeZone":"Etc/UTC","duration":"PT1H"}`;
const atom = `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:gd="http://schemas.google.com/g/2005"><title>new</title><gd:when startTime="2026-03-02T10:00:00Z" endTime="2026-03-02T11:00:00Z"/></entry>`;
const acl = `<acl xmlns="DAV:"><ace><principal><href>/dav/principals/bob%40example.org/</href></principal><grant><privilege><read/></privilege></grant></ace></acl>`;

/** Every kind of request of every protocol that is about one calendar and what is in it. */
export const verbs: Record<string, Verb> = {
  'v3 calendars.get': { method: 'GET', url: '/calendar/v3/calendars/{cal}' },
  'v3 calendars.patch': { method: 'PATCH', url: '/calendar/v3/calendars/{cal}', type: json, body: '{"location":"x"}' },
  'v3 events.list': { method: 'GET', url: '/calendar/v3/calendars/{cal}/events' },
  'v3 events.get': { method: 'GET', url: '/calendar/v3/calendars/{cal}/events/{id}' },
  'v3 events.insert': { method: 'POST', url: '/calendar/v3/calendars/{cal}/events', type: json, body: `{${time}}` },
  'v3 events.patch': {
    method: 'PATCH',
    url: '/calendar/v3/calendars/{cal}/events/{id}',
    type: json,
    body: '{"location":"x"}',
  },
  'v3 events.delete': { method: 'DELETE', url: '/calendar/v3/calendars/{cal}/events/{id}' },
  'v3 acl.list': { method: 'GET', url: '/calendar/v3/calendars/{cal}/acl' },
  'v3 acl.insert': {
    method: 'POST',
    url: '/calendar/v3/calendars/{cal}/acl',
    type: json,
    body: '{"role":"reader","scope":{"type":"user","value":"guest@example.org"}}',
  },
  'v2 feed GET': { method: 'GET', url: '/calendar/feeds/{cal}/private/full' },
  'v2 entry GET': { method: 'GET', url: '/calendar/feeds/{cal}/private/full/{id}' },
  'v2 entry POST': {
    method: 'POST',
    url: '/calendar/feeds/{cal}/private/full',
    type: 'application/atom+xml',
    body: atom,
  },
  'v2 entry DELETE': { method: 'DELETE', url: '/calendar/feeds/{cal}/private/full/{id}', headers: { 'if-match': '*' } },
  'v2 acl GET': { method: 'GET', url: '/calendar/feeds/{cal}/acl/full' },
  'caldav PROPFIND': { method: 'PROPFIND', url: '/caldav/v2/{cal}/events/' },
  'caldav GET': { method: 'GET', url: '/caldav/v2/{cal}/events/{id}.ics' },
  'caldav PUT': { method: 'PUT', url: '/caldav/v2/{cal}/events/{new}.ics', type: 'text/calendar', body: ics },
  'caldav DELETE': { method: 'DELETE', url: '/caldav/v2/{cal}/events/{id}.ics' },
  'caldav ACL': { method: 'ACL', url: '/caldav/v2/{cal}/events/', type: 'application/xml', body: acl },
  'jscalendar list': { method: 'GET', url: '/rest/alice%40example.org/{cal}/' },
  'jscalendar GET': { method: 'GET', url: '/rest/alice%40example.org/{cal}/{id}' },
  'jscalendar PUT': {
    method: 'PUT',
    url: '/rest/alice%40example.org/{cal}/{new}',
    type: 'application/jscalendar+json;type=event',
    body: jsEvent,
  },
  'jscalendar DELETE': { method: 'DELETE', url: '/rest/alice%40example.org/{cal}/{id}' },
};

/**
 * Who gets which status. Columns are `roles`; the calendar and the event exist, the event is an ordinary one. v2 says 403 of
 * what it hides and shows its access feed to owners (its reference); a PUT into a collection that is not there is
 * WebDAV's 409 (RFC 4918 §9.7.1).
 */
export const expected = `
                     nobody   stranger freeBusy reader   writer   owner    admin
v3 calendars.get     401      404      200      200      200      200      200
v3 calendars.patch   401      404      403      403      403      200      200
v3 events.list       401      404      200      200      200      200      200
v3 events.get        401      404      200      200      200      200      200
v3 events.insert     401      404      403      403      200      200      200
v3 events.patch      401      404      403      403      200      200      200
v3 events.delete     401      404      403      403      204      204      204
v3 acl.list          401      404      403      403      200      200      200
v3 acl.insert        401      404      403      403      403      200      200
v2 feed GET          401      403      200      200      200      200      200
v2 entry GET         401      403      200      200      200      200      200
v2 entry POST        401      403      403      403      201      201      201
v2 entry DELETE      401      403      403      403      200      200      200
v2 acl GET           401      403      403      403      403      200      200
caldav PROPFIND      401      404      207      207      207      207      207
caldav GET           401      404      200      200      200      200      200
caldav PUT           401      409      403      403      201      201      201
caldav DELETE        401      404      403      403      204      204      204
caldav ACL           401      404      403      403      403      200      200
jscalendar list      401      404      200      200      200      200      200
jscalendar GET       401      404      200      200      200      200      200
jscalendar PUT       401      404      403      403      201      201      201
jscalendar DELETE    401      404      403      403      204      204      204
`;
