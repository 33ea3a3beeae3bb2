import type { Json } from '@dayferry/core';
import { commonHeaders, contentType, jsoncDocument, validatorHeaders, type Answer, type Validators } from './answer.js';
import type { Call } from './call.js';
import { isNotModified } from './preconditions.js';

/** A feed or an entry in the two languages; JSON-C as an object or as ready-made text. */
export interface Resource {
  type: 'feed' | 'entry';
  validators: Validators;
  atom: () => string;
  jsonc: () => Json;
}

/** The resource, or 304 when the client has it. Their `updated` may be now: only If-None-Match can tell. */
export function resourceAnswer(call: Call, { type, validators, atom, jsonc }: Resource, status = 200): Answer {
  const { request, core } = call;
  const headers = { ...commonHeaders(call), ...validatorHeaders(validators) };
  const asks = request.method === 'GET' && request.header('if-none-match') !== undefined;
  if (asks && isNotModified(request, validators, core.clock())) return { status: 304, headers, body: '' };
  const body = request.format === 'jsonc' ? jsoncDocument(textOf(jsonc()), call) : atom();
  return { status, headers: { ...headers, 'content-type': contentType(request.format, type) }, body };
}

function textOf(data: Json): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}

/** A created entry and where it is. */
export function createdAnswer(call: Call, resource: Resource, url: string): Answer {
  const answer = resourceAnswer(call, resource, 201);
  return { ...answer, headers: { ...answer.headers, location: url, 'content-location': url } };
}

/** Python clients take nothing but 200 for a deletion. */
export function deletedAnswer(call: Call): Answer {
  return { status: 200, headers: { ...commonHeaders(call), 'content-type': 'text/html; charset=UTF-8' }, body: '' };
}
