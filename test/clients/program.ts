import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  code: number;
  /** Standard output and standard error as they came. */
  output: string;
  stdout: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
  input?: string;
}

/** Debian's own interpreter: its programs are packaged for no other. */
export const python = '/usr/bin/python3';

const table = JSON.parse(readFileSync(new URL('programs.json', import.meta.url), 'utf8')) as Record<
  string,
  { file: string }
>;

/** Whether a program of programs.json is on this machine. */
export function isInstalled(name: string): boolean {
  const program = table[name];
  if (!program) throw new Error(`programs.json has no ${name}`);
  return existsSync(program.file);
}

export const fileBeside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Runs a program to its end, in an environment that has nothing of the caller's but the path. */
export function run(command: string, args: string[], { env = {}, cwd, input = '' }: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC', PYTHONDONTWRITEBYTECODE: '1', ...env },
      stdio: 'pipe',
    });
    let output = '';
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => ((output += text), (stdout += text)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.on('error', () => undefined).end(input);
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\n${signal}` : output, stdout }),
    );
  });
}

/** The same, for a program that has to succeed; resolves to what it printed. */
export async function succeed(command: string, args: string[], options?: RunOptions): Promise<string> {
  const { code, output, stdout } = await run(command, args, options);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}:\n${output}`);
  return stdout;
}
