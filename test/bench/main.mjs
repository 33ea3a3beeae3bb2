import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { load } from './load.mjs';
import { fill } from './data.mjs';
import { phases } from './phases.table.mjs';

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
  for (const phase of phases(data)) await measure(phase, data);
} finally {
  for (const running of children) running.kill('SIGTERM');
  await Promise.all(children.map((running) => running.exitCode ?? once(running, 'exit')));
  await rm(folder, { recursive: true, force: true });
}

async function child(file, args, env, probe) {
  const running = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(running);
  for (let i = 0; i < 200; i += 1) {
    if ((await fetch(probe).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${file} does not answer.`);
}

/** The phase and its floor one after the other, so that both meet the same machine. */
async function measure(phase, data) {
  const own = await run(`http://127.0.0.1:${gatewayPort}${phase.path}`, phase, data.token);
  if (!phase.bare) return report(phase.name, own);
  const floor = await run(
    `http://127.0.0.1:${barePort}/${phase.bare === 'one' ? `one/${data.id}` : 'week'}`,
    {},
    data.token,
  );
  report(phase.name, own, floor);
}

async function run(url, { method = 'GET', headers = {}, body, make, own }, token) {
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
  if (own) return load(options, seconds);
  await autocannon({ ...all, duration: 1 });
  return autocannon({ ...all, duration: seconds });
}

function report(name, own, floor) {
  const rate = own.requests.average;
  const failed = own.non2xx + own.errors;
  const ratio = floor
    ? `${((100 * rate) / floor.requests.average).toFixed(1).padStart(6)} % of bare (${Math.round(floor.requests.average)}/s)`
    : '';
  console.log(
    `${name.padEnd(16)} ${String(Math.round(rate)).padStart(7)}/s  p99 ${String(own.latency.p99).padStart(4)} ms  ${ratio}${failed ? `  ${failed} FAILED` : ''}`,
  );
}
