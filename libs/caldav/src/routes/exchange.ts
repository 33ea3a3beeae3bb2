import type { Readable } from 'node:stream';
import type { Core, Viewer } from '@dayferry/core';
import type { Address } from './address.js';
import type { Alias } from './alias.js';
import type { IfState } from '../parse/if-header.js';

/** One request, taken apart once: all that a method may look at. */
export interface Exchange {
  readonly core: Core;
  readonly viewer: Viewer;
  readonly address: Address;
  readonly method: string;
  /** Lower-case names, repeated headers joined. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Of the If header; it held when the request arrived. */
  readonly ifState?: IfState;
  /** Layouts of other servers that are answered too. */
  readonly aliases?: readonly Alias[];
  /** No trailing slash. */
  readonly publicUrl: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Readable;
}

export const xmlType = 'application/xml; charset=utf-8';
