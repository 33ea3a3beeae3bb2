import { STATUS_CODES } from 'node:http';
import {
  type Core,
  DayferryError,
  invalidInput,
  notFound,
  tooLarge,
  unauthenticated,
  type Viewer,
} from '@dayferry/core';
import { errorAnswer } from '../errors/error-answer.js';
import { readAddress, type Address, type Service } from './address.js';
import type { Answer, Exchange, Headers } from './exchange.js';
import { currentInstead } from './lost-write.js';
import { profileOf } from './profile.js';
import type { JscalendarSettings } from './settings.js';
import { methods } from './methods.table.js';
import type { ResourceKind } from './resource-kind.js';

export interface Incoming {
  base: string;
  method: string;
  rawUrl: string;
  headers: Headers;
  body: Uint8Array;
  authenticate: () => Promise<Viewer>;
}

export interface Surroundings extends JscalendarSettings {
  core: Core;
  publicUrl: string;
  challenges: readonly string[];
  signal: AbortSignal;
}

/** Answers one request; core's errors become the interface's own. Anything else is the caller's trouble. */
export async function dispatch(incoming: Incoming, surroundings: Surroundings): Promise<Answer> {
  try {
    return await answer(incoming, surroundings);
  } catch (error) {
    if (!(error instanceof DayferryError)) throw error;
    const result = errorAnswer(error, surroundings.challenges, incoming.headers.accept);
    const headers = { ...result.headers, ...explaining(result, error, incoming.method) };
    return { ...result, headers };
  }
}

/** Headers that say what would have been right (RFC 9110 §15.5.6, RFC 5789 §2.2), or what is in the way. */
function explaining({ status }: Answer, { detail }: DayferryError, method: string): Answer['headers'] {
  if (status === 405) return { allow: String(detail.info?.allow) };
  if (status === 415 && method === 'PATCH') return { 'accept-patch': bodyTypes };
  return typeof detail.info?.location === 'string' ? { location: detail.info.location } : {};
}

async function answer(incoming: Incoming, { core, publicUrl, signal, profile, window }: Surroundings): Promise<Answer> {
  const at = incoming.rawUrl.indexOf('?');
  const path = at < 0 ? incoming.rawUrl : incoming.rawUrl.slice(0, at);
  const address = readAddress(incoming.base, path);
  const handlers = methods[kindOf(address)];
  const allow = [...Object.keys(handlers), 'HEAD', 'OPTIONS'].join(', ');
  if (incoming.method === 'OPTIONS') return options(allow);
  const handler = handlers[incoming.method === 'HEAD' ? 'GET' : incoming.method];
  const viewer = await incoming.authenticate();
  if (!viewer.user && incoming.method !== 'GET' && incoming.method !== 'HEAD') throw unauthenticated();
  if (!handler)
    throw invalidInput('', 'The method cannot be used here.', { code: 'method-not-allowed', info: { allow } });
  if (incoming.body.byteLength > core.limits.bodyBytes) throw tooLarge('The body is too large.');
  const search = new URLSearchParams(at < 0 ? '' : incoming.rawUrl.slice(at + 1));
  const exchange: Exchange = {
    method: incoming.method,
    address,
    search,
    headers: incoming.headers,
    body: incoming.body,
    viewer,
    core,
    publicUrl,
    authenticate: incoming.authenticate,
    signal,
    profile,
    window,
  };
  const result = await handler(exchange)
    .catch((error: unknown) => currentInstead(exchange, error))
    .catch((error: unknown) => {
      throw forViewer(error, viewer);
    });
  return profileOf(exchange.headers.accept, profile) === 'egroupware' ? withStatusHeader(result) : result;
}

/** Somebody who has not signed in is asked to, whether or not the resource exists. */
function forViewer(error: unknown, viewer: Viewer): unknown {
  const isHidden = error instanceof DayferryError && (error.kind === 'not-found' || error.kind === 'forbidden');
  return isHidden && !viewer.user ? unauthenticated() : error;
}

/** The original server repeats its status line, for programs that cannot read it. */
function withStatusHeader(result: Answer): Answer {
  const line = `${result.status} ${STATUS_CODES[result.status]}`;
  return { ...result, headers: { ...result.headers, 'x-webdav-status': line } };
}

const bodyTypes = 'application/json, application/jscalendar+json';

const belowCalendars: ResourceKind[] = ['calendars', 'calendar', 'sharing', 'share'];

function kindOf({ collection, id, service, rest }: Address): ResourceKind {
  if (service) return serviceKind(service, rest);
  if (collection === undefined) return 'home';
  if (id === undefined) return 'collection';
  return (['object', 'links', 'link'] as const)[rest.length]!;
}

function serviceKind(service: Service, rest: string[]): ResourceKind {
  if (service === 'calendars' && (rest[1] ?? 'sharing') === 'sharing') return belowCalendars[rest.length]!;
  if (service === 'principals' && rest.length <= 2) return rest.length < 2 ? 'principals' : 'principal';
  if (service === 'inbox' && rest.length === 1) return 'notice';
  if (service !== 'calendars' && rest.length === 0) return service;
  throw notFound();
}

function options(allow: string): Answer {
  return {
    status: 200,
    headers: { allow, 'accept-patch': bodyTypes, 'accept-post': bodyTypes, 'content-length': '0' },
    body: '',
  };
}
