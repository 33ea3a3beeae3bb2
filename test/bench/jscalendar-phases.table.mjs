const collection = '/rest/alice%40example.org/calendar/';
const json = { 'content-type': 'application/json' };
const second = { accept: 'application/jscalendar+json;version=2.0' };
const all = 'filters[start]=2000-01-01&filters[end]=2100-01-01';

let made = 0;
let asked = 0;
const title = () => JSON.stringify({ title: `Title ${(made += 1)}` });

/** What clients of JSCalendar do; `bare` is the path of the floor beside, which reads as many rows. */
export function jscalendarPhases({ id, token }) {
  return [
    { name: 'one object', path: collection + id, bare: `/one/${id}` },
    { name: 'one object, 2.0', path: collection + id, headers: second, bare: `/one/${id}` },
    { name: 'collection of 1,000', path: `${collection}?${all}`, bare: '/first/1000' },
    { name: '… another each time', path: otherCollection, bare: '/first/1000' },
    { name: 'collection of 1,000, 2.0', path: `${collection}?${all}`, headers: second, bare: '/first/1000' },
    { name: 'ETags of 1,000', path: `${collection}?${all}&props[]=getetag`, bare: '/first/1000' },
    {
      name: 'sync, 10 changes',
      path: `${collection}?sync-token=${encodeURIComponent(token)}`,
      bare: '/first/10',
    },
    { name: 'patch', method: 'PATCH', path: collection + id, headers: json, body: title, bare: '/write' },
    { name: 'post', method: 'POST', path: collection, headers: json, body: post, bare: '/write' },
  ];
}

/** No answer that was kept fits: each is put together. */
function otherCollection() {
  return `${collection}?${all}&n=${(asked += 1)}`;
}

function post() {
  return JSON.stringify({
    title: `New ${(made += 1)}`,
    start: '2026-03-02T10:00:00',
    timeZone: 'Etc/UTC',
    duration: 'PT1H',
  });
}
