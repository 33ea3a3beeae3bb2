import 'reflect-metadata';
import { loadConfig, type Config } from '@dayferry/config';
import { createGateway, type Gateway } from './create-gateway.js';
import { firstRun } from './start/first-run.js';
import { greeting } from './start/greeting.js';
import { mishapOf } from './start/mishap.js';

let config: Config | null = null;

try {
  config = loadConfig();
  const gateway = await createGateway(config);
  closeOnSignals(gateway);
  await gateway.listen();
  greet(config, await firstRun(gateway.dependencies, config.adminEmail));
} catch (error) {
  const mishap = mishapOf(error, config);
  if (!mishap) throw error;
  for (const line of mishap.lines) process.stderr.write(`${line}\n`);
  process.exit(mishap.exitCode);
}

/** For people on standard output; beside log lines for machines it must not stand among them. */
function greet({ publicUrl, logFormat }: Config, created: Awaited<ReturnType<typeof firstRun>>): void {
  const out = logFormat === 'pretty' ? process.stdout : process.stderr;
  out.write(greeting({ publicUrl, firstRun: created, hasColours: out.isTTY === true && !process.env.NO_COLOR }));
}

/** The first signal ends in order, the second at once. */
function closeOnSignals(gateway: Gateway): void {
  let isClosing = false;
  const close = (): void => {
    if (isClosing) process.exit(1);
    isClosing = true;
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        gateway.logger.fatal({ err: error }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', close).on('SIGINT', close);
}
