import { eventText, week } from './data.mjs';

const home = '/dav/calendars/alice%40example.org/calendar/';
const namespaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"';
const utc = (millis) => `${new Date(millis).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
const xml = { 'content-type': 'application/xml' };
const range = (from, to) => `<C:time-range start="${utc(from)}" end="${utc(to)}"/>`;
const data = '<D:prop><D:getetag/><C:calendar-data/></D:prop>';
const report = (body, depth = '1') => ({ method: 'REPORT', path: home, headers: { ...xml, depth }, body });
const month = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1) };

let made = 0;
/** A new event each time. */
function putNew() {
  made += 1;
  const body = eventText(made).replace(/UID:bench-\d+/, `UID:new-${made}`);
  return { method: 'PUT', path: `${home}new-${made}.ics`, headers: { 'content-type': 'text/calendar' }, body };
}

/** The same event with another title each time. */
function putAgain(n) {
  made += 1;
  const body = eventText(n).replace(/SUMMARY:[^\r]*/, `SUMMARY:Again ${made}`);
  return { method: 'PUT', path: `${home}bench-${n}.ics`, headers: { 'content-type': 'text/calendar' }, body };
}

const sync = (token) =>
  report(
    `<D:sync-collection ${namespaces}><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`,
  );

function multiget(count, size) {
  const start = (made * 7) % Math.max(1, size - count);
  const hrefs = Array.from({ length: count }, (_, i) => `<D:href>${home}bench-${start + i}.ics</D:href>`);
  return report(`<C:calendar-multiget ${namespaces}>${data}${hrefs.join('')}</C:calendar-multiget>`);
}

const ctag = {
  method: 'PROPFIND',
  path: home,
  headers: { ...xml, depth: '0' },
  body: `<D:propfind ${namespaces}><D:prop><CS:getctag/><D:sync-token/></D:prop></D:propfind>`,
};

/** Of a hundred requests: 60 for the ctag, 20 syncs since the last one, 10 multigets of 10, 10 PUTs. */
function mixed(i, { size, token }) {
  const kind = (i * 37) % 100;
  if (kind < 60) return ctag;
  if (kind < 80) return { ...sync(token), isFollowed: true };
  return kind < 90 ? multiget(10, size) : putAgain(1 + (i % (size - 1)));
}

/**
 * Issue by issue what calendar programs do. `request` gives the next one; `bare` is the path of the floor beside; `before`
 * makes ten changes ahead of each request, whose own time is what counts.
 */
export const caldavPhases = [
  { name: 'GET', bare: 'one', request: () => ({ method: 'GET', path: `${home}bench-1.ics` }) },
  {
    name: 'GET, 304',
    request: (_, { etag }) => ({ method: 'GET', path: `${home}bench-1.ics`, headers: { 'if-none-match': etag } }),
  },
  {
    name: 'PROPFIND Depth 1',
    request: () => ({
      method: 'PROPFIND',
      path: home,
      headers: { ...xml, depth: '1' },
      body: `<D:propfind ${namespaces}><D:prop><D:getetag/><D:resourcetype/><D:getcontenttype/></D:prop></D:propfind>`,
    }),
  },
  {
    name: 'week query',
    bare: 'week',
    request: () =>
      report(
        `<C:calendar-query ${namespaces}>${data}<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${range(week.from, week.to)}</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`,
      ),
  },
  { name: 'multiget of 100', request: (i, { size }) => ((made += 1), multiget(100, size)) },
  { name: 'sync, initial', request: () => sync('') },
  { name: 'sync, 10 changes', connections: 1, changes: 10, again: putAgain, request: (_, { token }) => sync(token) },
  {
    name: 'free-busy month',
    request: () => report(`<C:free-busy-query ${namespaces}>${range(month.from, month.to)}</C:free-busy-query>`),
  },
  { name: 'mixed, 50 pollers', connections: 50, request: mixed },
  // The last: they make the calendar larger.
  { name: 'PUT, new, 1 connection', connections: 1, request: putNew },
  { name: 'PUT, new, 16 connections', connections: 16, request: putNew },
];

/** What later requests need: the ETag of one event, and a token to sync from. */
export const firstLook = { sync: sync(''), get: { method: 'GET', path: `${home}bench-1.ics` } };
