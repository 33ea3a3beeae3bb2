/** Requests that are right, as seeds for ones that are not. `EVENT` stands for the id of an event that is there. */
export interface SeedRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  payload?: string;
}

const home = '/dav/calendars/alice%40example.org';
const v3 = '/calendar/v3/calendars/primary';
const rest = '/rest/alice%40example.org/calendar';
const feeds = '/calendar/feeds/default';

const xml = { 'content-type': 'application/xml', depth: '1' };
const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/calendar' };
const atom = { 'content-type': 'application/atom+xml', 'gdata-version': '2' };

const names =
  'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/" xmlns:A="http://apple.com/ns/ical/"';
const dav = (method: string, url: string, root: string, content: string): SeedRequest => ({
  method,
  url,
  headers: xml,
  payload: `<?xml version="1.0" encoding="utf-8"?><${root} ${names}>${content}</${root}>`,
});

const zone = [
  ...['BEGIN:VTIMEZONE', 'TZID:Berlin', 'BEGIN:STANDARD', 'DTSTART:19701025T030000', 'TZOFFSETFROM:+0200'],
  ...['TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD', 'END:VTIMEZONE'],
];
const master = [
  ...['BEGIN:VEVENT', 'UID:seed', 'DTSTAMP:20260101T000000Z', 'DTSTART;TZID=Berlin:20260102T100000', 'DURATION:PT1H'],
  ...['RRULE:FREQ=WEEKLY;COUNT=10;BYDAY=MO,FR', 'EXDATE;TZID=Berlin:20260105T100000', 'SUMMARY;LANGUAGE=en:Hello'],
  ...['GEO:48.2;16.3', 'CLASS:PRIVATE', 'ORGANIZER:mailto:alice@example.org'],
  ...['ATTENDEE;CN="Bob, B";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT:mailto:bob@example.org'],
  ...['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER;RELATED=END:-PT15M', 'DESCRIPTION:x', 'END:VALARM', 'END:VEVENT'],
];
const moved = [
  ...['BEGIN:VEVENT', 'UID:seed', 'DTSTAMP:20260101T000000Z', 'RECURRENCE-ID;TZID=Berlin:20260109T100000'],
  ...['DTSTART;TZID=Berlin:20260109T120000', 'DTEND;TZID=Berlin:20260109T130000', 'SUMMARY:Moved', 'END:VEVENT'],
];
const calendarText = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Seed//EN',
  ...zone,
  ...master,
  ...moved,
  'END:VCALENDAR',
  '',
].join('\r\n');

const v3Event = JSON.stringify({
  summary: 'Seed',
  start: { dateTime: '2026-01-02T10:00:00', timeZone: 'Europe/Berlin' },
  end: { dateTime: '2026-01-02T11:00:00', timeZone: 'Europe/Berlin' },
  recurrence: ['RRULE:FREQ=DAILY;COUNT=5', 'EXDATE:20260103T090000Z'],
  attendees: [{ email: 'bob@example.org', responseStatus: 'accepted', optional: true }],
  reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 10 }] },
  extendedProperties: { private: { a: 'b' } },
  conferenceData: { entryPoints: [{ entryPointType: 'video', uri: 'https://meet.example.org/a' }] },
  attachments: [{ fileUrl: 'https://files.example.org/a', title: 't' }],
});

const jsEvent = JSON.stringify({
  '@type': 'Event',
  uid: 'js-seed',
  updated: '2026-01-01T00:00:00Z',
  title: 'Seed',
  start: '2026-01-02T10:00:00',
  timeZone: 'Europe/Berlin',
  duration: 'PT1H',
  recurrenceRules: [
    { '@type': 'RecurrenceRule', frequency: 'weekly', count: 5, byDay: [{ '@type': 'NDay', day: 'mo' }] },
  ],
  recurrenceOverrides: { '2026-01-05T10:00:00': { title: 'x' }, '2026-01-12T10:00:00': { excluded: true } },
  alerts: { 1: { '@type': 'Alert', trigger: { '@type': 'OffsetTrigger', offset: '-PT5M' } } },
  locations: { l: { '@type': 'Location', name: 'Room', coordinates: 'geo:48.2,16.3' } },
  localizations: { de: { title: 'Saat' } },
});

const entry = (content: string): string =>
  `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:gCal='http://schemas.google.com/gCal/2005'>${content}</entry>`;
const when = `<gd:when startTime='2026-01-02T15:00:00.000Z' endTime='2026-01-02T17:00:00.000Z'><gd:reminder minutes='15' method='alert'/></gd:when>`;
const recurrence =
  '<gd:recurrence>DTSTART;TZID=Europe/Berlin:20260102T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\n</gd:recurrence>';
const v2Event = `<title type='text'>Seed</title><content type='text'>Meet</content><gd:where valueString='Court'/><gd:who email='bob@example.org' rel='http://schemas.google.com/g/2005#event.attendee'/><gd:extendedProperty name='a' value='b'/>`;

export const seedRequests: SeedRequest[] = [
  { method: 'PUT', url: `${home}/calendar/seed.ics`, headers: text, payload: calendarText },
  { method: 'GET', url: `${home}/calendar/seed.ics` },
  {
    method: 'COPY',
    url: `${home}/calendar/seed.ics`,
    headers: { destination: `${home}/tasks/seed.ics`, overwrite: 'F' },
  },
  {
    method: 'MOVE',
    url: `${home}/calendar/seed.ics`,
    headers: { destination: `${home}/calendar/other.ics`, if: '(Not ["a"])' },
  },
  dav(
    'PROPFIND',
    `${home}/calendar/`,
    'D:propfind',
    '<D:prop><D:getetag/><C:calendar-data/><D:acl/><D:sync-token/></D:prop>',
  ),
  dav('PROPFIND', `${home}/`, 'D:propfind', '<D:allprop/><D:include><D:supported-report-set/></D:include>'),
  dav(
    'PROPPATCH',
    `${home}/calendar/`,
    'D:propertyupdate',
    `<D:set><D:prop><D:displayname>x</D:displayname><A:calendar-color>#ff0000ff</A:calendar-color><X xmlns="urn:x">1</X></D:prop></D:set>`,
  ),
  dav(
    'REPORT',
    `${home}/calendar/`,
    'C:calendar-query',
    `<D:prop><C:calendar-data><C:expand start="20260101T000000Z" end="20260201T000000Z"/></C:calendar-data></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="20260101T000000Z" end="20260201T000000Z"/><C:prop-filter name="SUMMARY"><C:text-match collation="i;ascii-casemap">h</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter>`,
  ),
  dav(
    'REPORT',
    `${home}/calendar/`,
    'C:calendar-multiget',
    `<D:prop><D:getetag/></D:prop><D:href>${home}/calendar/seed.ics</D:href>`,
  ),
  dav(
    'REPORT',
    `${home}/calendar/`,
    'C:free-busy-query',
    '<C:time-range start="20260101T000000Z" end="20260201T000000Z"/>',
  ),
  dav(
    'REPORT',
    `${home}/calendar/`,
    'D:sync-collection',
    '<D:sync-token/><D:sync-level>1</D:sync-level><D:limit><D:nresults>3</D:nresults></D:limit><D:prop><D:getetag/></D:prop>',
  ),
  dav(
    'REPORT',
    '/dav/principals/',
    'D:principal-property-search',
    '<D:property-search><D:prop><D:displayname/></D:prop><D:match>bo</D:match></D:property-search><D:prop><D:displayname/></D:prop>',
  ),
  dav(
    'ACL',
    `${home}/calendar/`,
    'D:acl',
    '<D:ace><D:principal><D:href>/dav/principals/bob%40example.org/</D:href></D:principal><D:grant><D:privilege><D:read/></D:privilege></D:grant></D:ace>',
  ),
  dav(
    'MKCALENDAR',
    `${home}/made/`,
    'C:mkcalendar',
    '<D:set><D:prop><D:displayname>n</D:displayname></D:prop></D:set>',
  ),
  {
    method: 'POST',
    url: `${v3}/events?conferenceDataVersion=1&supportsAttachments=true&sendUpdates=all`,
    headers: json,
    payload: v3Event,
  },
  { method: 'PUT', url: `${v3}/events/EVENT`, headers: json, payload: v3Event },
  {
    method: 'PATCH',
    url: `${v3}/events/EVENT?fields=id,start(dateTime)`,
    headers: json,
    payload: '{"summary":"z","recurrence":null}',
  },
  {
    method: 'GET',
    url: `${v3}/events?timeMin=2026-01-01T00:00:00Z&timeMax=2026-02-01T00:00:00Z&singleEvents=true&orderBy=startTime&maxResults=10&q=a&timeZone=Europe/Paris`,
  },
  { method: 'GET', url: `${v3}/events/EVENT/instances?maxResults=3&timeMin=2026-01-01T00:00:00Z` },
  { method: 'POST', url: `${v3}/events/quickAdd?text=Lunch%20with%20Bob%20tomorrow%2012:30` },
  {
    method: 'POST',
    url: '/calendar/v3/freeBusy',
    headers: json,
    payload: '{"timeMin":"2026-01-01T00:00:00Z","timeMax":"2026-02-01T00:00:00Z","items":[{"id":"primary"}]}',
  },
  {
    method: 'POST',
    url: `${v3}/acl`,
    headers: json,
    payload: '{"role":"reader","scope":{"type":"user","value":"bob@example.org"}}',
  },
  {
    method: 'PATCH',
    url: '/calendar/v3/users/me/calendarList/primary',
    headers: json,
    payload: '{"colorId":"4","selected":true}',
  },
  { method: 'POST', url: `${feeds}/private/full`, headers: atom, payload: entry(v2Event + when) },
  { method: 'POST', url: `${feeds}/private/full`, headers: atom, payload: entry(v2Event + recurrence) },
  {
    method: 'GET',
    url: `${feeds}/private/full?start-min=2026-01-01T00:00:00&start-max=2026-02-01T00:00:00&singleevents=true&orderby=starttime&sortorder=ascending&max-results=5&q=te&ctz=Europe/Berlin&fields=entry(title)`,
  },
  {
    method: 'POST',
    url: `${feeds}/private/full/batch`,
    headers: atom,
    payload: `<feed xmlns='http://www.w3.org/2005/Atom' xmlns:batch='http://schemas.google.com/gdata/batch'>${entry(`<batch:id>1</batch:id><batch:operation type='insert'/>${v2Event}${when}`)}</feed>`,
  },
  {
    method: 'POST',
    url: `${feeds}/private/full?alt=jsonc`,
    headers: json,
    payload: '{"data":{"title":"x","when":[{"start":"2026-01-02T10:00:00Z","end":"2026-01-02T11:00:00Z"}]}}',
  },
  { method: 'POST', url: `${rest}/`, headers: json, payload: jsEvent },
  {
    method: 'PUT',
    url: `${rest}/js-seed`,
    headers: { 'content-type': 'application/jscalendar+json;type=event' },
    payload: jsEvent,
  },
  {
    method: 'PATCH',
    url: `${rest}/js-seed`,
    headers: json,
    payload: '{"title":"q","recurrenceOverrides/2026-01-05T10:00:00/title":null,"alerts/1":null}',
  },
  { method: 'GET', url: `${rest}/?props[]=title&nresults=2&filters[search]=a` },
  {
    method: 'POST',
    url: '/rest/convert',
    headers: { ...text, accept: 'application/jscalendar+json' },
    payload: calendarText,
  },
];
