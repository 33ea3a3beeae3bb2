import type { Core, Viewer } from '@dayferry/core';
import type { Address } from './address.js';
import type { JscalendarSettings } from './settings.js';

export type Headers = Record<string, string | undefined>;

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  /** JSON text, a stream of it, or the octets of an attachment. */
  body?: string | Uint8Array | AsyncIterable<string>;
}

/** JSON text, or that in UTF-8. */
export type WholeAnswer = Answer & { body: string | Buffer };

/** One request, taken apart. */
export interface Exchange extends JscalendarSettings {
  method: string;
  address: Address;
  search: URLSearchParams;
  headers: Headers;
  body: Uint8Array;
  viewer: Viewer;
  core: Core;
  publicUrl: string;
  /** Looks at the credentials again; for answers that go on. */
  authenticate: () => Promise<Viewer>;
  /** Aborted when the server stops. */
  signal: AbortSignal;
}
