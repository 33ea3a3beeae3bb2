import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './run.mjs';
import { onStop } from './signals.mjs';

const REPEATED_AFTER_MS = 1000;

/** Runs the gateway until it ends or we are told to; resolves to the exit code for this process. */
export async function runGateway(args) {
  const preload = pathToFileURL(join(root, 'scripts/lib/follow-parent.mjs')).href;
  // Ctrl-C reaches every process of the terminal's group, and npm passes it on besides. In a group of its own, the
  // gateway is asked to stop by us only, and once.
  const gateway = spawn(
    process.execPath,
    ['--enable-source-maps', `--import=${preload}`, join(root, 'apps/gateway/dist/main.js'), ...args],
    { cwd: root, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const isStopping = forwardSignals(gateway);
  const [code, signal] = await once(gateway, 'exit');
  if (isStopping() && (code === 0 || signal === 'SIGINT' || signal === 'SIGTERM')) return 0;
  return code ?? 1;
}

function forwardSignals(gateway) {
  let since = 0;
  onStop((signal) => {
    if (since === 0) {
      since = Date.now();
      gateway.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
    } else if (Date.now() - since > REPEATED_AFTER_MS) {
      gateway.kill('SIGKILL');
    }
  });
  return () => since !== 0;
}
