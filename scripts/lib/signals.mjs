const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_EVERY_MS = 200;

/** Calls `end` with each signal that asks us to stop. Returns how to undo it. */
export function onStop(end) {
  for (const signal of SIGNALS) process.on(signal, end);
  const watch = process.env.npm_lifecycle_event ? watchParent(end) : undefined;
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
    clearInterval(watch);
  };
}

// npm passes on the signals that it can. When it is killed, we are left with another parent, and nobody tells us.
function watchParent(end) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end('SIGTERM');
  }, LOOK_EVERY_MS);
  return watch.unref();
}
