import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { onStop } from './signals.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const running = new Set();

/** A step that did not work out; `output` is what its program said. */
export class StepFailed extends Error {
  constructor(message, output = '') {
    super(message);
    this.output = output.trimEnd();
  }
}

/** Runs a program to its end and keeps what it prints; with `live`, it prints for itself. */
export function run(command, args, { env = {}, live = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      // A process group of its own, so that what it starts in turn can be ended with it.
      detached: true,
      stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    running.add(child);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** npm as it was called, or the one in PATH. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('npm-cli.js')) return run(process.execPath, [npm, ...args], options);
  return run('npm', args, options);
}

/** The last lines of a long output. */
export function tail(output, lines = 40) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

/** Without this, a program that was started outlives a signal which only we were sent. Returns how to undo it. */
export function endChildrenOnStop() {
  return onStop((signal) => {
    running.forEach(endGroup);
    process.exit(128 + constants.signals[signal]);
  });
}

function endGroup({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
