import type { z } from 'zod';

export const prefix = 'DAYFERRY_';

/** Values that a default may be made from: those of the rows above, already read. */
export type Earlier = Readonly<Record<string, unknown>> & { readonly isTerminal: boolean };

/** One environment variable. The table of these is the only list there is: the reader and the manual are made from it. */
export interface Setting<T = unknown> {
  /** Without the prefix. */
  name: string;
  /** For the manual: what it does, in one or two sentences. */
  sentence: string;
  schema: z.ZodType<T, string>;
  fallback: string | ((earlier: Earlier) => string);
  /** For the manual, where the default is computed. */
  fallbackText?: string;
  /** Highest value, for the manual. */
  maximum?: number;
  /** May come from a file named by `<name>_FILE`. */
  mayBeFile?: boolean;
  /** What may be shown of a value. */
  mask?: (text: string) => string;
}

export const setting = <T>(row: Setting<T>): Setting<T> => row;
