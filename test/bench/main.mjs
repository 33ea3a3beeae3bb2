import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { load } from './load.mjs';
import { fill } from './data.mjs';
import { phases } from './phases.table.mjs';
import { cpuOf, startProgram, stopProgram } from './processes.mjs';

const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const [gatewayPort, barePort] = [18_080, 18_081];
const folder = await mkdtemp(join(tmpdir(), 'dayferry-bench-'));
const path = join(folder, 'bench.db');
const children = [];

try {
  const data = await fill(`sqlite:${path}`, Number(process.env.BENCH_EVENTS ?? 1000));
  const env = {
    ...process.env,
    DAYFERRY_DATABASE_URL: `sqlite:${path}`,
    DAYFERRY_PORT: String(gatewayPort),
    DAYFERRY_METRICS_PORT: 'off',
    DAYFERRY_REQUESTS_PER_MINUTE: '10000000',
    DAYFERRY_LOG_LEVEL: 'error',
  };
  await child('../../apps/gateway/dist/main.js', [], env, `http://127.0.0.1:${gatewayPort}/healthz/ready`);
  await child(
    './bare.mjs',
    [path, data.calendarKey, String(barePort), ...data.keys],
    process.env,
    `http://127.0.0.1:${barePort}/one/${data.id}`,
  );
  console.log(`${data.keys.length} events in the week; ${seconds} s a phase, 10 connections, SQLite`);
  for (const phase of phases(data).filter(isWanted)) await measure(phase, data);
} finally {
  await Promise.all(children.map(stopProgram));
  await rm(folder, { recursive: true, force: true });
}

/** BENCH_ONLY=v2 measures the phases with that in their names. */
function isWanted({ name }) {
  return name.includes(process.env.BENCH_ONLY ?? '');
}

async function child(...program) {
  children.push(await startProgram(...program));
}

/** The phase and its floor one after the other, so that both meet the same machine. */
async function measure(phase, data) {
  const [gateway, bare] = children;
  const own = await run(gateway, `http://127.0.0.1:${gatewayPort}${phase.path}`, phase, data.token);
  const floorPath = phase.bare === 'one' ? `one/${data.id}` : phase.bare;
  const floor =
    phase.bare && (await run(bare, `http://127.0.0.1:${barePort}/${floorPath}`, { own: phase.own }, data.token));
  report(phase.name, own, floor);
}

async function run(server, url, { method = 'GET', headers = {}, body, make, own }, token) {
  let n = 0;
  const setupRequest = (request) => ({ ...request, body: make((n += 1)) });
  const options = {
    url,
    method,
    connections: 10,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body ? { body } : {}),
  };
  const all = make ? { ...options, requests: [{ setupRequest }] } : options;
  const go = (duration) => (own ? load(options, duration) : autocannon({ ...all, duration }));
  await go(1);
  const before = cpuOf(server);
  const result = await go(seconds);
  const rate = result.requests.average;
  return {
    rate,
    cpu: (cpuOf(server) - before) / (rate * seconds),
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** CPU per request is the figure that other work on the machine does not disturb; the rate depends on it. */
function report(name, own, floor) {
  const percent = (part, whole) => `${((100 * part) / whole).toFixed(1).padStart(5)} %`;
  const ratios = floor ? `of bare: rate ${percent(own.rate, floor.rate)}, by CPU ${percent(floor.cpu, own.cpu)}` : '';
  const figures = `${String(Math.round(own.rate)).padStart(7)}/s  ${own.cpu.toFixed(3)} ms CPU  p99 ${String(own.p99).padStart(4)} ms`;
  console.log(`${name.padEnd(16)} ${figures}  ${ratios}${own.failed ? `  ${own.failed} FAILED` : ''}`);
}
