import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from './data.mjs';
import { load } from './load.mjs';
import { cpuOf, startProgram, stopProgram } from './processes.mjs';

const seconds = Number(process.env.BENCH_SECONDS ?? 3);
/** What a server costs that has been up for a while: before that, compiling is most of it. */
const warmUp = Number(process.env.BENCH_WARM_UP ?? 10);

/**
 * Runs phases against a server with so many events, each with its floor beside: a bare route that reads as many rows.
 * One request of a phase may stand for so many `times` of the floor's. `prepare` gets the data and the server's address, and gives what the phases are made from.
 */
export async function besideBare({ size, port, prepare, phases }) {
  const folder = await mkdtemp(join(tmpdir(), 'dayferry-bench-'));
  const path = join(folder, 'bench.db');
  const running = [];
  const places = { origin: `http://127.0.0.1:${port}`, floor: `http://127.0.0.1:${port + 1}` };
  try {
    const data = await fill(`sqlite:${path}`, size);
    await start({ path, data, port, running });
    const prepared = await prepare({ ...data, origin: places.origin });
    console.log(
      `\n${size} events, ${data.keys.length} of them in the week; ${seconds} s a phase, 10 connections, SQLite`,
    );
    for (const phase of phases(prepared).filter(isWanted)) await measure(phase, { running, data, ...places });
  } finally {
    await Promise.all(running.map(stopProgram));
    await rm(folder, { recursive: true, force: true });
  }
}

async function start({ path, data, port, running }) {
  const env = {
    ...process.env,
    DAYFERRY_DATABASE_URL: `sqlite:${path}`,
    DAYFERRY_PORT: String(port),
    DAYFERRY_METRICS_PORT: 'off',
    DAYFERRY_REQUESTS_PER_MINUTE: '10000000',
    DAYFERRY_LOG_LEVEL: 'error',
  };
  const ready = `http://127.0.0.1:${port}/healthz/ready`;
  running.push(await startProgram('../../apps/gateway/dist/main.js', [], env, ready));
  const args = [path, data.calendarKey, String(port + 1), ...data.keys];
  const floor = `http://127.0.0.1:${port + 1}/one/${data.id}`;
  running.push(await startProgram('./bare.mjs', args, process.env, floor));
}

/** BENCH_ONLY=patch measures the phases with that in their names. */
function isWanted({ name }) {
  return name.includes(process.env.BENCH_ONLY ?? '');
}

async function measure(
  { name, bare: floorPath, bareSends, times = 1, path: place, method = 'GET', headers, body },
  { running: [gateway, bare], data, origin, floor: floorOrigin },
) {
  const signedIn = { authorization: `Bearer ${data.token}`, ...headers };
  const url = typeof place === 'function' ? () => origin + place() : origin + place;
  const own = await run(gateway, { url, method, headers: signedIn, body });
  const floor =
    floorPath &&
    (await run(bare, { url: floorOrigin + floorPath, ...floorRequest(floorPath, { bareSends, headers, body }) }));
  const ratio = floor
    ? `  bare ${(times * floor.cpu).toFixed(3)} ms CPU: ${((100 * times * floor.cpu) / own.cpu).toFixed(0)} %`
    : '';
  const figures = `${String(Math.round(own.rate)).padStart(6)}/s ${own.cpu.toFixed(3).padStart(8)} ms CPU  p99 ${own.p99} ms`;
  console.log(`${name.padEnd(26)} ${figures}${ratio}${own.failed ? `  ${own.failed} FAILED` : ''}`);
}

/** The floor reads, or writes a small text into a row, or (`bareSends`) writes what the server writes. */
function floorRequest(path, { bareSends, headers, body }) {
  if (bareSends) return { method: 'POST', headers, body };
  if (path !== '/write') return { method: 'GET' };
  const json = { 'content-type': 'application/json' };
  return { method: 'POST', headers: json, body: JSON.stringify({ title: 'Written', start: '2026-03-02T10:00:00' }) };
}

async function run(server, request) {
  await load({ ...request, connections: 10 }, warmUp);
  const before = cpuOf(server);
  const { requests, latency, non2xx, errors } = await load({ ...request, connections: 10 }, seconds);
  const rate = requests.average;
  return { rate, cpu: (cpuOf(server) - before) / (rate * seconds), p99: latency.p99, failed: non2xx + errors };
}
