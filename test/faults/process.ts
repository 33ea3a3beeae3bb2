import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { freePort, type TestDatabase } from '../harness/index.js';

const program = fileURLToPath(new URL('../../apps/gateway/dist/main.js', import.meta.url));

export interface Started {
  url: string;
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** The built server as a process of its own, so that it can be killed, or held short by its shell, like one. */
export async function startProcess(database: TestDatabase, shell = 'exec "$0" "$@"'): Promise<Started> {
  const port = String(await freePort());
  const child = spawn('/bin/sh', ['-c', shell, process.execPath, program], {
    env: {
      ...process.env,
      DAYFERRY_DATABASE_URL: database.url,
      DAYFERRY_PORT: port,
      DAYFERRY_METRICS_PORT: 'off',
      DAYFERRY_LOG_LEVEL: 'error',
    },
    stdio: 'ignore',
  });
  running.add(child);
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);
  return { url, kill: () => kill(child) };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    if ((await fetch(`${url}/healthz/ready`).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The server does not answer.');
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
  running.delete(child);
}
