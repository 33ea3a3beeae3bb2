import { besideBare } from './beside-bare.mjs';
import { jscalendarPhases } from './jscalendar-phases.table.mjs';

// JSCalendar on a calendar of 1,000 events: `npm run bench -- jscalendar`. CPU of the server a request, beside a bare route.
const collection = '/rest/alice%40example.org/calendar/';

await besideBare({
  size: Number(process.env.BENCH_EVENTS ?? 1000),
  port: 18_086,
  prepare: async (data) => ({ ...data, token: await tokenWithChanges(data) }),
  phases: jscalendarPhases,
});

async function call(data, method, path, body) {
  const headers = { authorization: `Bearer ${data.token}`, 'content-type': 'application/json' };
  const answer = await fetch(data.origin + path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

/** The sync token of the whole calendar, before ten of its events are changed. */
async function tokenWithChanges(data) {
  const { responses, 'sync-token': token } = await call(data, 'GET', `${collection}?sync-token=`);
  for (const path of Object.keys(responses).slice(0, 10))
    await call(data, 'PATCH', `/rest${path}`, { title: 'Changed' });
  return token;
}
