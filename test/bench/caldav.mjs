import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caldavPhases, firstLook } from './caldav-phases.table.mjs';
import { fill } from './data.mjs';
import { cpuOf, startProgram, stopProgram } from './processes.mjs';

// CalDAV on calendars of two sizes: `npm run bench -- caldav`. Milliseconds of server CPU a request, rates, percentiles.
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const sizes = (process.env.BENCH_SIZES ?? '1000,10000').split(',').map(Number);
const [gatewayPort, barePort] = [18_082, 18_083];

for (const size of sizes) await benchmark(size);

async function benchmark(size) {
  const folder = await mkdtemp(join(tmpdir(), 'dayferry-bench-'));
  const path = join(folder, 'bench.db');
  const running = [];
  try {
    const data = { ...(await fill(`sqlite:${path}`, size)), size };
    const [gateway, bare] = await start(path, data, running);
    console.log(`\n${size} events, ${data.keys.length} of them in the week; ${seconds} s a phase, SQLite`);
    for (const phase of caldavPhases.filter(isWanted)) await measure(phase, { gateway, bare, data });
  } finally {
    await Promise.all(running.map(stopProgram));
    await rm(folder, { recursive: true, force: true });
  }
}

/** BENCH_ONLY=PUT measures the phases with that in their names. */
function isWanted({ name }) {
  return name.includes(process.env.BENCH_ONLY ?? '');
}

async function start(path, data, running) {
  const env = {
    ...process.env,
    DAYFERRY_DATABASE_URL: `sqlite:${path}`,
    DAYFERRY_PORT: String(gatewayPort),
    DAYFERRY_METRICS_PORT: 'off',
    DAYFERRY_REQUESTS_PER_MINUTE: '10000000',
    DAYFERRY_LOG_LEVEL: 'error',
  };
  const ready = `http://127.0.0.1:${gatewayPort}/healthz/ready`;
  running.push(await startProgram('../../apps/gateway/dist/main.js', [], env, ready));
  const args = [path, data.calendarKey, String(barePort), ...data.keys];
  running.push(await startProgram('./bare.mjs', args, process.env, `http://127.0.0.1:${barePort}/one/${data.id}`));
  return running;
}

async function measure(phase, { gateway, bare, data }) {
  const origin = `http://127.0.0.1:${gatewayPort}`;
  const send = sender(origin, data.token, phase.connections ?? 10);
  const context = { size: data.size, ...(await look(send)) };
  const next = async (i) => {
    await before(phase, send);
    const wanted = phase.request(i, context);
    const answer = await send(wanted, wanted.isFollowed);
    if (wanted.isFollowed) context.token = tokenIn(answer.text);
    return answer;
  };
  const own = await run(gateway, next, phase);
  send.close();
  const floor = phase.bare && (await runBare(bare, phase, data));
  report(phase.name, own, floor);
}

async function runBare(bare, phase, data) {
  const send = sender(`http://127.0.0.1:${barePort}`, data.token, phase.connections ?? 10);
  const path = phase.bare === 'one' ? `/one/${data.id}` : '/week';
  const floor = await run(bare, () => send({ method: 'GET', path }), phase);
  send.close();
  return floor;
}

async function look(send) {
  const { headers } = await send(firstLook.get);
  const { text } = await send(firstLook.sync, true);
  return { etag: headers.etag, token: tokenIn(text) };
}

function tokenIn(text) {
  return /<D:sync-token>([^<]*)</.exec(text)[1];
}

/** Changes that the next request is about; they are not measured with it, but for their CPU. */
async function before({ changes = 0, again }, send) {
  for (let i = 0; i < changes; i += 1) await send(again(1 + i));
}

function sender(origin, token, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send = ({ method, path, headers = {}, body }, isRead = false) =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const sent = request(origin + path, { method, agent, headers: { authorization: `Bearer ${token}`, ...headers } });
      sent.on('error', reject);
      sent.on('response', (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += isRead ? chunk : ''));
        answer.on('end', () =>
          resolve({ status: answer.statusCode, headers: answer.headers, text, ms: performance.now() - begun }),
        );
      });
      sent.end(body);
    });
  send.close = () => agent.destroy();
  return send;
}

async function run(server, next, { connections = 10 }) {
  const times = [];
  let [i, failed] = [0, 0];
  const work = async (until) => {
    while (Date.now() < until) {
      const { status, ms } = await next((i += 1));
      times.push(ms);
      if (status > 399) failed += 1;
    }
  };
  const go = (duration) => {
    const until = Date.now() + duration * 1000;
    return Promise.all(Array.from({ length: connections }, () => work(until)));
  };
  await go(seconds / 4);
  times.length = 0;
  const used = cpuOf(server);
  await go(seconds);
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.floor(times.length * part)] ?? 0;
  return {
    rate: times.length / seconds,
    cpu: (cpuOf(server) - used) / times.length,
    p50: at(0.5),
    p99: at(0.99),
    failed,
  };
}

function report(name, { rate, cpu, p50, p99, failed }, floor) {
  const ms = (value) => value.toFixed(value < 10 ? 2 : 0).padStart(6);
  const figures = `${String(Math.round(rate)).padStart(6)}/s ${cpu.toFixed(3).padStart(8)} ms CPU  p50 ${ms(p50)} ms  p99 ${ms(p99)} ms`;
  const ratio = floor ? `  bare ${floor.cpu.toFixed(3)} ms CPU: ${((100 * floor.cpu) / cpu).toFixed(0)} %` : '';
  console.log(`${name.padEnd(25)} ${figures}${ratio}${failed ? `  ${failed} FAILED` : ''}`);
}
