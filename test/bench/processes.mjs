import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** BENCH_PROFILE=<folder> leaves a CPU profile of the server there. */
const profiling = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];

/** Starts a program of this folder's neighbourhood and waits until `probe` answers. */
export async function startProgram(file, args, env, probe) {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const running = spawn(process.execPath, [...profiling, program, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let i = 0; i < 200; i += 1) {
    if ((await fetch(probe).catch(() => null))?.ok) return running;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  running.kill('SIGTERM');
  throw new Error(`${file} does not answer.`);
}

export async function stopProgram(running) {
  running.kill('SIGTERM');
  return running.exitCode ?? once(running, 'exit');
}

/** Milliseconds of CPU, user and system, that a process has used (Linux; 0 elsewhere). */
export function cpuOf({ pid }) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}
