import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../harness/index.js';
import { succeed } from './program.js';

export interface Account {
  email: string;
  /** App password, for Basic. */
  password: string;
  /** For Bearer. */
  token: string;
}

export interface RunningGateway {
  /** Without a trailing slash. */
  readonly url: string;
  readonly alice: Account;
  readonly bob: Account;
  /** An empty folder for the client's own files; it goes with the gateway. */
  readonly folder: string;
  /** Its log so far, a JSON object on each line. */
  log(): string;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const READY_WITHIN_MS = 30_000;
const names = ['alice', 'bob'] as const;

/** The built gateway as its own process, on a free port and a new SQLite file with alice and bob in it. */
export async function startGateway(settings: Record<string, string> = {}): Promise<RunningGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'dayferry-clients-'));
  const port = await freePort();
  const env = {
    DAYFERRY_DATABASE_URL: `sqlite:${join(folder, 'dayferry.db')}`,
    DAYFERRY_PORT: String(port),
    DAYFERRY_METRICS_PORT: 'off',
    DAYFERRY_LOG_FORMAT: 'json',
    ...settings,
  };
  const accounts = await importPeople(folder, env);
  const gateway = new Process(env);
  const url = `http://127.0.0.1:${port}`;
  await gateway.ready(url);
  return {
    url,
    ...accounts,
    folder,
    log: () => gateway.output,
    async stop() {
      await gateway.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function importPeople(folder: string, env: Record<string, string>): Promise<Record<'alice' | 'bob', Account>> {
  const file = join(folder, 'people.json');
  const users = names.map((name) => ({
    email: `${name}@example.org`,
    name: name[0]!.toUpperCase() + name.slice(1),
    timeZone: 'Europe/Berlin',
    appPasswords: [{ name: 'client' }],
    tokens: [{ name: 'client', scopes: ['calendar'] }],
  }));
  await writeFile(file, JSON.stringify({ users }));
  const command = join(root, 'apps/cli/bin/dayferry.mjs');
  const report = JSON.parse(await succeed(process.execPath, [command, 'directory', 'import', file, '--json'], { env }));
  const account = (name: string): Account => {
    const email = `${name}@example.org`;
    const made = (kind: string): string =>
      report.secrets.find((one: { email: string; kind: string }) => one.email === email && one.kind === kind).secret;
    return { email, password: made('app-password'), token: made('token') };
  };
  return { alice: account('alice'), bob: account('bob') };
}

class Process {
  output = '';
  private readonly child: ChildProcess;

  constructor(env: Record<string, string>) {
    // It ends with us, however we end: see the preloaded file.
    const follow = new URL('../../scripts/lib/follow-parent.mjs', import.meta.url).href;
    this.child = spawn(process.execPath, [`--import=${follow}`, join(root, 'apps/gateway/dist/main.js')], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  async ready(url: string): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline && this.child.exitCode === null) {
      const answer = await fetch(`${url}/healthz/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(100);
    }
    await this.stop();
    throw new Error(`The gateway did not start:\n${this.output}`);
  }

  /** Resolves when it has ended, in order or not. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
