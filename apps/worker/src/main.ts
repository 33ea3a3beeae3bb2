import 'reflect-metadata';
import { loadConfig } from '@dayferry/config';
import { createBackground, type Background } from './create-background.js';

try {
  closeOnSignals(await createBackground(loadConfig()));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** The first signal ends in order, the second at once. */
function closeOnSignals(background: Background): void {
  // The worker's own timers do not keep a process alive.
  const alive = setInterval(() => undefined, 60_000);
  let isClosing = false;
  const end = (): void => {
    if (isClosing) process.exit(1);
    isClosing = true;
    clearInterval(alive);
    background.close().then(
      () => process.exit(0),
      (error: unknown) => {
        background.logger.fatal({ err: error }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}
