import { besideBare } from './beside-bare.mjs';
import { week } from './data.mjs';
import { v3Phases } from './v3-phases.table.mjs';

// Calendar API v3 on a calendar of 10,000 events: `npm run bench -- v3`. CPU of the server a request, beside a bare route.
const events = '/calendars/primary/events';

await besideBare({
  size: Number(process.env.BENCH_EVENTS ?? 10_000),
  port: 18_084,
  prepare: async (data) => ({ ...data, token: await tokenWithChanges(data), calendars: await manyCalendars(data) }),
  phases: v3Phases,
});

async function call({ origin, token }, method, place, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/calendar/v3${place}`, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${place}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The sync token of the whole calendar, before ten of its events are changed. */
async function tokenWithChanges(data) {
  let page = {};
  do {
    const more = page.nextPageToken ? `&pageToken=${page.nextPageToken}` : '';
    page = await call(data, 'GET', `${events}?maxResults=2500&fields=nextPageToken,nextSyncToken,items/id${more}`);
  } while (page.nextPageToken);
  for (const { id } of page.items.slice(0, 10)) await call(data, 'PATCH', `${events}/${id}`, { summary: 'Changed' });
  return page.nextSyncToken;
}

/** Fifty calendars with an event a day in the month around the week. */
async function manyCalendars(data) {
  const ids = [];
  for (let i = 0; i < 50; i += 1) {
    const { id } = await call(data, 'POST', '/calendars', { summary: `Calendar ${i}` });
    const at = (hours) => ({ dateTime: new Date(week.from + hours * 3_600_000).toISOString(), timeZone: 'UTC' });
    const daily = { start: at(i % 20), end: at((i % 20) + 1), recurrence: ['RRULE:FREQ=DAILY;COUNT=60'] };
    await call(data, 'POST', `/calendars/${encodeURIComponent(id)}/events`, daily);
    ids.push(id);
  }
  return ids;
}
