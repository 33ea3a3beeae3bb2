import type { Limits } from '@dayferry/core';
import type { z } from 'zod';
import type { settings } from './settings.table.js';

type General = { [K in keyof typeof settings]: z.output<(typeof settings)[K]['schema']> };

/** Where a value came from; `file <path>` for a `_FILE` variant. */
export type Source = 'default' | 'environment' | `file ${string}`;

/** Everything in force. */
export interface Config extends General {
  limits: Limits;
  /** By variable name, with the prefix. */
  sources: Record<string, Source>;
}
