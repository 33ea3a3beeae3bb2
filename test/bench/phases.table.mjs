import { eventText, week } from './data.mjs';

const json = { 'content-type': 'application/json' };
const iso = (millis) => encodeURIComponent(new Date(millis).toISOString());
const range = (from, to) => `${from}=${iso(week.from)}&${to}=${iso(week.to)}`;
const utc = (millis) => `${new Date(millis).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;

const weekQuery = `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="${utc(week.from)}" end="${utc(week.to)}"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`;

/** Each protocol's own request for the same thing. A PUT changes the title each time, so that every one is a write. */
export function phases({ id }) {
  const atom = '/calendar/feeds/default/private/full';
  const entry = (n) =>
    `<entry xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'><title>Title ${n}</title><gd:when startTime='2026-03-02T10:00:00Z' endTime='2026-03-02T11:00:00Z'/></entry>`;
  return [
    { name: 'GET v3', bare: 'one', path: `/calendar/v3/calendars/primary/events/${id}?prettyPrint=false` },
    { name: 'GET CalDAV', bare: 'one', path: '/dav/calendars/alice%40example.org/calendar/bench-1.ics' },
    { name: 'GET JSCalendar', bare: 'one', path: `/rest/alice%40example.org/calendar/${id}` },
    { name: 'GET v2 Atom', bare: 'one', path: `${atom}/${id}`, headers: { 'gdata-version': '2' } },
    { name: 'GET v2 JSON-C', bare: 'one', path: `${atom}/${id}?alt=jsonc`, headers: { 'gdata-version': '2' } },
    {
      name: 'week CalDAV',
      bare: 'week',
      path: '/dav/calendars/alice%40example.org/calendar/',
      method: 'REPORT',
      // autocannon knows no REPORT.
      own: true,
      headers: { depth: '1', 'content-type': 'application/xml' },
      body: weekQuery,
    },
    {
      name: 'week v3',
      bare: 'week',
      path: `/calendar/v3/calendars/primary/events?prettyPrint=false&maxResults=2500&${range('timeMin', 'timeMax')}`,
    },
    {
      name: 'week JSCalendar',
      bare: 'week',
      path: `/rest/alice%40example.org/calendar/?${range('filters[start]', 'filters[end]')}`,
    },
    {
      name: 'week v2 Atom',
      bare: 'week',
      path: `${atom}?max-results=2500&${range('start-min', 'start-max')}`,
      headers: { 'gdata-version': '2' },
    },
    {
      name: 'PUT CalDAV',
      path: '/dav/calendars/alice%40example.org/calendar/bench-2.ics',
      method: 'PUT',
      headers: { 'content-type': 'text/calendar' },
      make: (n) => eventText(2).replace('Event number 2', `Title ${n}`),
    },
    {
      name: 'PUT v3',
      path: `/calendar/v3/calendars/primary/events/${id}`,
      method: 'PUT',
      headers: json,
      make: (n) =>
        JSON.stringify({
          summary: `Title ${n}`,
          start: { dateTime: '2026-03-02T10:00:00Z' },
          end: { dateTime: '2026-03-02T11:00:00Z' },
        }),
    },
    {
      name: 'PUT JSCalendar',
      path: `/rest/alice%40example.org/calendar/${id}`,
      method: 'PUT',
      headers: json,
      make: (n) =>
        JSON.stringify({ title: `Title ${n}`, start: '2026-03-02T10:00:00', timeZone: 'Etc/UTC', duration: 'PT1H' }),
    },
    {
      name: 'PUT v2 Atom',
      path: `${atom}/${id}`,
      method: 'PUT',
      headers: { 'gdata-version': '2', 'if-match': '*', 'content-type': 'application/atom+xml' },
      make: entry,
    },
  ];
}
