import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill, week } from './data.mjs';
import { load } from './load.mjs';
import { cpuOf, startProgram, stopProgram } from './processes.mjs';
import { v3Phases } from './v3-phases.table.mjs';

// Calendar API v3 on a calendar of 10,000 events: `npm run bench -- v3`. CPU of the server a request, beside a bare route.
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const size = Number(process.env.BENCH_EVENTS ?? 10_000);
const [gatewayPort, barePort] = [18_084, 18_085];
const origin = `http://127.0.0.1:${gatewayPort}`;
const events = '/calendars/primary/events';
const folder = await mkdtemp(join(tmpdir(), 'dayferry-bench-'));
const path = join(folder, 'bench.db');
const running = [];

try {
  const data = await fill(`sqlite:${path}`, size);
  const [gateway, bare] = await start(data);
  const prepared = { ...data, token: await tokenWithChanges(data), calendars: await manyCalendars(data) };
  console.log(
    `\n${size} events, ${data.keys.length} of them in the week; ${seconds} s a phase, 10 connections, SQLite`,
  );
  for (const phase of v3Phases(prepared)) await measure(phase, { gateway, bare, data });
} finally {
  await Promise.all(running.map(stopProgram));
  await rm(folder, { recursive: true, force: true });
}

async function start(data) {
  const env = {
    ...process.env,
    DAYFERRY_DATABASE_URL: `sqlite:${path}`,
    DAYFERRY_PORT: String(gatewayPort),
    DAYFERRY_METRICS_PORT: 'off',
    DAYFERRY_REQUESTS_PER_MINUTE: '10000000',
    DAYFERRY_LOG_LEVEL: 'error',
  };
  running.push(await startProgram('../../apps/gateway/dist/main.js', [], env, `${origin}/healthz/ready`));
  const args = [path, data.calendarKey, String(barePort), ...data.keys];
  running.push(await startProgram('./bare.mjs', args, process.env, `http://127.0.0.1:${barePort}/one/${data.id}`));
  return running;
}

async function call(data, method, place, body) {
  const headers = { authorization: `Bearer ${data.token}`, 'content-type': 'application/json' };
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

async function measure({ name, bare: floorPath, path: place, method = 'GET', headers, body }, { gateway, bare, data }) {
  const signedIn = { authorization: `Bearer ${data.token}`, ...headers };
  const url = typeof place === 'function' ? () => origin + place() : origin + place;
  const own = await run(gateway, { url, method, headers: signedIn, body });
  const isWrite = floorPath === '/write';
  const floor = await run(bare, {
    url: `http://127.0.0.1:${barePort}${floorPath}`,
    ...(isWrite ? { method: 'POST', headers, body } : { method: 'GET' }),
  });
  const ratio = `  bare ${floor.cpu.toFixed(3)} ms CPU: ${((100 * floor.cpu) / own.cpu).toFixed(0)} %`;
  const figures = `${String(Math.round(own.rate)).padStart(6)}/s ${own.cpu.toFixed(3).padStart(8)} ms CPU  p99 ${own.p99} ms`;
  console.log(`${name.padEnd(26)} ${figures}${ratio}${own.failed ? `  ${own.failed} FAILED` : ''}`);
}

async function run(server, request) {
  await load({ ...request, connections: 10 }, seconds / 4);
  const before = cpuOf(server);
  const { requests, latency, non2xx, errors } = await load({ ...request, connections: 10 }, seconds);
  const rate = requests.average;
  return { rate, cpu: (cpuOf(server) - before) / (rate * seconds), p99: latency.p99, failed: non2xx + errors };
}
