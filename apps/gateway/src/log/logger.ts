import type { LoggerService } from '@nestjs/common';
import type { Config } from '@dayferry/config';
import { pino, type DestinationStream, type Logger } from 'pino';
import { errorFields, finishLine } from './line.js';
import { prettyDestination } from './pretty.js';

/** Structured lines, one an event. `stream` takes them in tests. */
export function createLogger(config: Pick<Config, 'logLevel' | 'logFormat'>, stream?: DestinationStream): Logger {
  const destination =
    stream ?? (config.logFormat === 'pretty' ? prettyDestination(process.stdout) : pino.destination(1));
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Requests and answers are logged by access-log.ts, field by field; their headers never.
      serializers: { err: errorFields, req: () => undefined, res: () => undefined },
      hooks: { streamWrite: finishLine },
    },
    destination,
  );
}

/** Nest's own messages: what it says at start is for debugging, its warnings and errors are ours too. */
export function nestLogger(logger: Logger): LoggerService {
  return {
    log: (message: unknown) => logger.debug(String(message)),
    debug: (message: unknown) => logger.debug(String(message)),
    verbose: (message: unknown) => logger.trace(String(message)),
    warn: (message: unknown) => logger.warn(String(message)),
    error: (message: unknown) => logger.error({ err: message }, 'nest'),
    fatal: (message: unknown) => logger.fatal({ err: message }, 'nest'),
  };
}
