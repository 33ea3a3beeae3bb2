import { ConfigError, type Config } from '@dayferry/config';
import { DayferryError } from '@dayferry/core';

/** Why the server could not start, for the person who started it. */
export interface Mishap {
  lines: readonly string[];
  exitCode: number;
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'is in use by another program',
  EACCES: 'may not be opened by this user',
  EADDRNOTAVAIL: 'is not an address of this machine',
};

/** One clear sentence for what people meet; null for what only a programmer can read. */
export function mishapOf(error: unknown, config: Config | null): Mishap | null {
  if (error instanceof ConfigError) return { lines: error.mistakes, exitCode: 2 };
  const { code, port, syscall, path } = error as NodeJS.ErrnoException & { port?: number };
  if (config && syscall === 'listen' && code && reasons[code])
    return { lines: [portSentence(config, port, reasons[code])], exitCode: 1 };
  if (path && code) return { lines: [`${path} cannot be used for the database (${code}).`], exitCode: 1 };
  if (error instanceof DayferryError && error.kind === 'unavailable')
    return { lines: [`The database cannot be used: ${causeOf(error)}`], exitCode: 1 };
  return null;
}

function portSentence(config: Config, port: number | undefined, reason: string): string {
  const isMetrics = port !== undefined && port === config.metricsPort && port !== config.port;
  const remedy = isMetrics
    ? 'set DAYFERRY_METRICS_PORT to another, or to off'
    : 'set DAYFERRY_PORT to another (and DAYFERRY_HOST, if that is wrong)';
  return `${config.host}:${port ?? config.port} ${reason}; ${remedy}.`;
}

function causeOf(error: DayferryError): string {
  const { cause } = error.detail;
  return cause instanceof Error ? cause.message : error.message;
}
