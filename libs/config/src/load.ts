import { readFileSync } from 'node:fs';
import type { Limits } from '@dayferry/core';
import type { Config, Source } from './config.js';
import { ConfigError, unknownVariables } from './mistakes.js';
import { limitSettings } from './limits.table.js';
import { prefix, type Earlier, type Setting } from './setting.js';
import { settings } from './settings.table.js';

type Environment = Record<string, string | undefined>;

/** What reading leaves behind, besides the values. */
interface Reading {
  env: Environment;
  mistakes: string[];
  sources: Record<string, Source>;
}

/** Reads the whole configuration; throws ConfigError with one line for each mistake, all of them at once. */
export function loadConfig(env: Environment = process.env, isTerminal = process.stdout.isTTY === true): Config {
  const reading: Reading = { env, mistakes: unknownVariables(env), sources: {} };
  const general = readAll(settings, reading, isTerminal);
  const limits = readAll(limitSettings, reading, isTerminal) as unknown as Limits;
  if (limits.importBytes < limits.bodyBytes)
    reading.mistakes.push('DAYFERRY_LIMIT_IMPORT_BYTES is smaller than DAYFERRY_LIMIT_BODY_BYTES.');
  if (Number(general.headersTimeout) > Number(general.requestTimeout))
    reading.mistakes.push('DAYFERRY_HEADERS_TIMEOUT is longer than DAYFERRY_REQUEST_TIMEOUT.');
  if (general.port === general.metricsPort)
    reading.mistakes.push('DAYFERRY_METRICS_PORT is the same port as DAYFERRY_PORT.');
  if (reading.mistakes.length) throw new ConfigError(reading.mistakes);
  return { ...(general as Omit<Config, 'limits' | 'sources'>), limits, sources: reading.sources };
}

function readAll(table: Record<string, Setting>, reading: Reading, isTerminal: boolean): Record<string, unknown> {
  const values: Record<string, unknown> & { isTerminal: boolean } = { isTerminal };
  for (const [member, row] of Object.entries(table)) values[member] = readOne(row, reading, values);
  const { isTerminal: _, ...rest } = values;
  return rest;
}

/** The value in force. A wrong one is noted and the default takes its place, so that reading can go on. */
function readOne(row: Setting, reading: Reading, earlier: Earlier): unknown {
  const variable = prefix + row.name;
  const fallback = typeof row.fallback === 'string' ? row.fallback : row.fallback(earlier);
  const given = row.mayBeFile ? givenOrFile(variable, reading) : fromEnvironment(variable, reading);
  const result = row.schema.safeParse(given ?? fallback);
  if (result.success) return result.data;
  reading.mistakes.push(`${variable} ${shown(row, given ?? fallback)} ${result.error.issues[0]!.message}.`);
  return row.schema.parse(fallback);
}

function fromEnvironment(variable: string, reading: Reading): string | undefined {
  const text = reading.env[variable];
  reading.sources[variable] = text ? 'environment' : 'default';
  // An empty variable is one that a shell or a compose file left open, not a value.
  return text || undefined;
}

function givenOrFile(variable: string, reading: Reading): string | undefined {
  const path = reading.env[`${variable}_FILE`];
  const direct = fromEnvironment(variable, reading);
  if (!path) return direct;
  if (direct) reading.mistakes.push(`${variable} and ${variable}_FILE are both set; set one of them.`);
  reading.sources[variable] = `file ${path}`;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    reading.mistakes.push(
      `${variable}_FILE names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
    return undefined;
  }
}

function shown(row: Setting, text: string): string {
  return JSON.stringify(row.mask ? row.mask(text) : text.slice(0, 200));
}
