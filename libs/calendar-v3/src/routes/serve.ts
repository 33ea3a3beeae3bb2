import { DayferryError, type Core, type Viewer } from '@dayferry/core';
import { scopesOf } from '../discovery.js';
import { errorAnswer } from '../errors/error-answer.js';
import { fail, invalidParameter } from '../errors/fail.js';
import { readFields, type Selection } from '../parse/fields.js';
import { givenParameters, readBoolean, readParameters } from '../parse/parameters.js';
import { readTarget } from '../parse/query-string.js';
import { jsonBody, toText, type Body } from '../render/body.js';
import { selectFields } from '../render/fields.js';
import type { Answer, Call, Method } from './call.js';
import { methods } from './methods.table.js';
import { withOverride } from './override.js';
import { isNotModified } from './preconditions.js';
import { routeTo } from './router.js';
import { headersOf, jsonAnswer, type WireAnswer, type WireRequest } from './wire.js';

export interface Server {
  core: Core;
  publicUrl: string;
  viewerOf: () => Promise<Viewer>;
  challenges: () => string[];
  /** Tells the operator; the client gets the request's id. */
  onTrouble: (error: unknown) => void;
  requestId: string;
}

/** How the client wants the answer written. */
interface Format {
  isPretty: boolean;
  selection: Selection;
}

export const prefix = '/calendar/v3';

/** Answers one request; every error ends here, in v3's shape. */
export async function serve(server: Server, request: WireRequest): Promise<WireAnswer> {
  try {
    return await answerTo(server, withOverride(request));
  } catch (error) {
    return failed(server, error);
  }
}

async function answerTo(server: Server, request: WireRequest): Promise<WireAnswer> {
  const verb = request.verb === 'HEAD' ? 'GET' : request.verb;
  const { segments, query } = readTarget(request.url, prefix);
  const route = routeTo(methods, verb, segments);
  if (!route.found) throw route.allowed.length > 0 ? notAllowed(route.allowed) : fail('notFound');
  const { method, path } = route;
  const viewer = await viewerFor(server, method, query);
  const format = readFormat(method, query);
  const parameters = readParameters(query, method.parameters);
  requireScope(viewer, method);
  const { core, publicUrl } = server;
  const { header, bytes } = request;
  const call: Call = {
    core,
    viewer,
    publicUrl,
    path,
    query: parameters,
    given: () => givenParameters(query, method.parameters),
    form: formOf(format),
    header,
    bytes,
  };
  return written(call, method, await method.handle(call), format);
}

function notAllowed(allowed: string[]): DayferryError {
  const error = fail('httpMethodNotAllowed');
  return new DayferryError(error.kind, error.message, { ...error.detail, info: { allow: allowed.join(', ') } });
}

/** 2.1, 1.13: an API key alone is enough to read public data; everything else is for somebody signed in. */
async function viewerFor(server: Server, method: Method, query: Map<string, string[]>): Promise<Viewer> {
  const viewer = await server.viewerOf();
  if (!viewer.user && !(method.isPublic && query.has('key'))) throw fail('loginRequired');
  return viewer;
}

/** 2.2: one of the method's scopes is enough. */
function requireScope({ user, scopes }: Viewer, method: Method): void {
  if (user && !scopesOf(method.id).some((scope) => scopes.has(scope))) throw fail('insufficientPermissions');
}

function readFormat(method: Method, query: Map<string, string[]>): Format {
  const last = (name: string): string | undefined => query.get(name)?.at(-1);
  const alt = last('alt') ?? 'json';
  if (alt !== 'json') throw invalidParameter('alt', `Invalid value for: ${alt.slice(0, 100)} is not a valid value`);
  const pretty = last('prettyPrint');
  const fields = last('fields');
  return {
    isPretty: pretty === undefined || pretty === '' ? true : readBoolean('prettyPrint', pretty),
    selection: fields && method.members ? readFields(fields, method.members) : 'all',
  };
}

function written(call: Call, method: Method, answer: Answer, format: Format): WireAnswer {
  const isRead = method.verb === 'GET';
  const headers: Record<string, string> = headersOf(isRead, call.core.clock());
  if (answer.etag !== undefined && !answer.isCollection) headers.etag = answer.etag;
  if (isRead && isNotModified(call, answer.etag)) return { status: 304, headers, text: undefined };
  if (!answer.body) return { status: answer.status, headers, text: undefined };
  return jsonAnswer(answer.status, textOf(answer.body, format), headers);
}

function formOf({ isPretty, selection }: Format): Call['form'] {
  return isPretty && selection === 'all' ? 'pretty' : 'compact';
}

function textOf(body: Body, format: Format): string {
  if (format.selection === 'all') return body.text(formOf(format));
  return toText(selectFields(body.value(), format.selection), format.isPretty ? 'pretty' : 'compact');
}

/** An error in v3's shape. */
export function failed(server: Server, error: unknown): WireAnswer {
  if (!(error instanceof DayferryError)) server.onTrouble(error);
  const known = error instanceof DayferryError ? error : unknownTrouble(server, error);
  const { status, body, retryAfter } = errorAnswer(known);
  const headers: Record<string, string | string[]> = headersOf(false, server.core.clock());
  if (status === 401) headers['www-authenticate'] = server.challenges();
  if (status === 503 || retryAfter !== undefined) headers['retry-after'] = String(retryAfter ?? 1);
  const allow = known.detail.info?.allow;
  if (allow !== undefined) headers.allow = String(allow);
  return jsonAnswer(status, jsonBody(body).text('pretty'), headers);
}

function unknownTrouble(server: Server, cause: unknown): DayferryError {
  return new DayferryError('unavailable', `Backend Error (request ${server.requestId})`, {
    code: 'backendError',
    cause,
  });
}
