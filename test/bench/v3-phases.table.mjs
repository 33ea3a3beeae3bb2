import { week } from './data.mjs';

const events = '/calendar/v3/calendars/primary/events';
const iso = (millis) => encodeURIComponent(new Date(millis).toISOString());
const month = { timeMin: '2026-03-01T00:00:00Z', timeMax: '2026-04-01T00:00:00Z' };
const hour = { start: { dateTime: '2026-03-02T10:00:00Z' }, end: { dateTime: '2026-03-02T11:00:00Z' } };
const json = { 'content-type': 'application/json' };

let made = 0;
const title = () => JSON.stringify({ summary: `Title ${(made += 1)}` });

/** What clients of v3 do; `bare` is the path of the floor beside, which reads as many rows. */
export function v3Phases({ id, token, calendars }) {
  return [
    { name: 'events.get', path: `${events}/${id}?prettyPrint=false`, bare: `/one/${id}` },
    {
      name: 'events.list, a week',
      path: `${events}?prettyPrint=false&maxResults=2500&timeMin=${iso(week.from)}&timeMax=${iso(week.to)}`,
      bare: '/week',
    },
    {
      name: 'events.list, week, single',
      path: `${events}?prettyPrint=false&singleEvents=true&orderBy=startTime&timeMin=${iso(week.from)}&timeMax=${iso(week.to)}`,
      bare: '/week',
    },
    { name: 'events.list, 2500', path: `${events}?prettyPrint=false&maxResults=2500`, bare: '/first/2500' },
    { name: 'sync, 10 changes', path: `${events}?prettyPrint=false&syncToken=${token}`, bare: '/first/10' },
    {
      name: 'freebusy, 50 x a month',
      method: 'POST',
      path: '/calendar/v3/freeBusy?prettyPrint=false',
      headers: json,
      body: JSON.stringify({ ...month, items: calendars.map((calendar) => ({ id: calendar })) }),
    },
    { name: 'events.insert', method: 'POST', path: events, headers: json, body: JSON.stringify(hour) },
    { name: 'events.patch', method: 'PATCH', path: `${events}/${id}`, headers: json, body: title },
  ];
}
