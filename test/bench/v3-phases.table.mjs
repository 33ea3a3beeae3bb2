import { week } from './data.mjs';

const events = '/calendar/v3/calendars/primary/events';
const iso = (millis) => encodeURIComponent(new Date(millis).toISOString());
const month = { timeMin: '2026-03-01T00:00:00Z', timeMax: '2026-04-01T00:00:00Z' };
const hour = { start: { dateTime: '2026-03-02T10:00:00Z' }, end: { dateTime: '2026-03-02T11:00:00Z' } };
const json = { 'content-type': 'application/json' };

/** Another window or page size for each request: no answer that was kept fits. */
let asked = 0;
const sliding = (rest) => () => {
  const shift = 1_000 * ((asked += 1) % 3_000);
  return `${events}?prettyPrint=false${rest}&timeMin=${iso(week.from - shift)}&timeMax=${iso(week.to - shift)}`;
};

/** A follower asks once with a token: no answer that was kept fits. */
const sync = (token) => () => `${events}?prettyPrint=false&syncToken=${token}&maxResults=${2_500 + (asked += 1)}`;
const starting = `/records/starting/${week.from}/${week.to}/250`;

let made = 0;
const coldPage = () => `${events}?prettyPrint=false&maxResults=${2_500 - ((asked += 1) % 60)}`;
const title = () => JSON.stringify({ summary: `Title ${(made += 1)}` });

/** What clients of v3 do; `bare` is the path of the floor beside, which reads as many rows. */
export function v3Phases({ id, token, calendars }) {
  return [
    { name: 'events.get', path: `${events}/${id}?prettyPrint=false`, bare: `/records/one/${id}` },
    {
      name: 'events.list, a week',
      path: `${events}?prettyPrint=false&maxResults=2500&timeMin=${iso(week.from)}&timeMax=${iso(week.to)}`,
      bare: '/records/week',
    },
    {
      name: 'events.list, week, single',
      path: `${events}?prettyPrint=false&singleEvents=true&orderBy=startTime&timeMin=${iso(week.from)}&timeMax=${iso(week.to)}`,
      bare: starting,
    },
    { name: 'events.list, other weeks', path: sliding('&maxResults=2500'), bare: '/records/week' },
    { name: '… as single events', path: sliding('&singleEvents=true&orderBy=startTime'), bare: starting },
    { name: 'events.list, 2500', path: `${events}?prettyPrint=false&maxResults=2500`, bare: '/records/first/2500' },
    { name: 'events.list, other 2500', path: coldPage, bare: '/records/first/2500' },
    { name: 'sync, 10 changes', path: sync(token), bare: '/records/first/10' },
    {
      name: 'freebusy, 50 x a month',
      method: 'POST',
      path: '/calendar/v3/freeBusy?prettyPrint=false',
      headers: json,
      body: JSON.stringify({ ...month, items: calendars.map((calendar) => ({ id: calendar })) }),
      bare: `/busy/${Date.parse(month.timeMin)}/${Date.parse(month.timeMax)}`,
    },
    {
      name: 'events.insert',
      method: 'POST',
      path: events,
      headers: json,
      body: JSON.stringify(hour),
      bare: '/records',
      bareSends: true,
    },
    {
      name: 'events.patch',
      method: 'PATCH',
      path: `${events}/${id}`,
      headers: json,
      body: title,
      bare: `/records/one/${id}`,
      bareSends: true,
    },
  ];
}
