import type { Core, Viewer } from '@dayferry/core';
import { readJsonObject, type JsonObject } from '../parse/json.js';
import { fail } from '../errors/fail.js';
import type { Parameters } from '../parse/parameters.js';
import type { ParameterName } from '../parse/parameters.table.js';
import type { Body } from '../render/body.js';
import type { Members } from '../render/members.table.js';

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call of a method: who, what, with which parameters. */
export interface Call {
  core: Core;
  viewer: Viewer;
  /** Without a slash at the end. */
  publicUrl: string;
  /** Values of the path's `{parameters}`, decoded. */
  path: Record<string, string>;
  query: Parameters;
  /** The method's own parameters as they were sent. */
  given: () => [name: string, value: string][];
  /** How the answer is written; a partial one is made of the compact form. */
  form: 'pretty' | 'compact';
  header: (name: string) => string | undefined;
  /** Undefined when there was none. */
  bytes: Uint8Array | undefined;
}

export interface Answer {
  status: 200 | 204;
  body?: Body;
  /** With quotes. */
  etag?: string;
  /** Collections say their etag in the body only. */
  isCollection?: boolean;
}

/** One method of the API: the router, CORS, `Allow` and the partial responses are computed from these. */
export interface Method {
  /** As in the discovery document. */
  id: string;
  verb: Verb;
  /** Below `/calendar/v3/`; `{name}` stands for one segment. */
  path: string;
  parameters: readonly ParameterName[];
  /** Members of the answer; absent for answers without a body. */
  members?: Members;
  /** An API key without a user is enough (public calendars). */
  isPublic?: boolean;
  handle: (call: Call) => Promise<Answer>;
}

/** The body as an object. Refuses forms, for which the API has no use. */
export function bodyOf(call: Call): JsonObject {
  const type = call.header('content-type') ?? '';
  if (/^\s*(?:application\/x-www-form-urlencoded|multipart\/)/i.test(type)) {
    throw fail('parseError', { message: 'This API does not support parsing form-encoded input.' });
  }
  return readJsonObject(call.bytes ?? new Uint8Array(), call.core.limits);
}

export const noContent: Answer = { status: 204 };
