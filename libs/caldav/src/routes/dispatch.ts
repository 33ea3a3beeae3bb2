import { conflict, DayferryError, invalidInput, unauthenticated, type Core, type Viewer } from '@dayferry/core';
import { errorAnswer } from '../errors/error-answer.js';
import { accessFirst, type Asked } from './access-first.js';
import { parseAddress, type Address } from './address.js';
import type { Alias } from './alias.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { readIf } from './if-state.js';
import { allowOn, davHeader, methodFor } from './method.table.js';
import { prefersMinimal } from './request-headers.js';

/** What the edge knows of a request before anybody has looked at it. */
export interface Incoming {
  method: string;
  rawUrl: string;
  headers: Exchange['headers'];
  body: Uint8Array;
  /** Looks at the credentials; throws Unauthenticated for wrong ones. */
  authenticate(): Promise<Viewer>;
}

export interface Surroundings {
  core: Core;
  publicUrl: string;
  challenges: readonly string[];
  aliases: readonly Alias[];
}

/** What nobody in particular may try, where everybody may read; who would do more has to sign in. */
const reading = new Set(['GET', 'HEAD', 'PROPFIND', 'REPORT']);

/** One request to one answer; every DayferryError is answered here, anything else is the caller's to log. */
export async function dispatch(
  incoming: Incoming,
  { core, publicUrl, challenges, aliases }: Surroundings,
): Promise<Answer> {
  let viewer: Viewer | null = null;
  let here: string | undefined;
  let asked: Asked | null = null;
  try {
    // RFC 9112 §3.2: no fragment in a request; what lies before it was not what the client meant.
    if (incoming.rawUrl.includes('#')) throw invalidInput('path', 'A request has no fragment.');
    const address = addressOf(incoming, aliases);
    const early = answerWithoutViewer(incoming.method, address);
    if (early) return early;
    const method = methodFor(incoming.method, address.kind);
    if (!method) return notAllowed(address);
    viewer = await incoming.authenticate();
    if (!viewer.user && !reading.has(incoming.method)) throw unauthenticated();
    const { method: name, headers, body } = incoming;
    here = hrefOf(address);
    const exchange: Exchange = { core, viewer, address, method: name, headers, body, publicUrl, aliases };
    asked = { exchange, method };
    if (body.length > 0 && method.takesBody === false) throw unexpectedBody();
    const ifState = await readIf(exchange);
    return withDefaults(await method.run(ifState ? { ...exchange, ifState } : exchange), exchange);
  } catch (error) {
    if (!(error instanceof DayferryError)) throw error;
    const first = await accessFirst(error, asked);
    return errorAnswer(viewer ? forViewer(first, viewer) : first, challenges, here);
  }
}

const making = new Set(['PUT', 'MKCOL', 'MKCALENDAR']);

/** RFC 4918 §9.3.1, §9.7.1: an object is no collection to make anything in. */
function addressOf({ method, rawUrl }: Incoming, aliases: readonly Alias[]): Address {
  try {
    return parseAddress(rawUrl, aliases);
  } catch (error) {
    const isNowhere = error instanceof DayferryError && error.kind === 'not-found';
    if (isNowhere && making.has(method) && parseAddress(parentOf(rawUrl), aliases).kind === 'object')
      throw conflict('There is no collection to make it in.');
    throw error;
  }
}

const parentOf = (rawUrl: string): string => rawUrl.split('?', 1)[0]!.replace(/\/[^/]*\/?$/, '');

/** RFC 6764 §5: well-known redirects before sign-in. OPTIONS says what there is to anybody, with 200 (GNOME wants no 204). */
function answerWithoutViewer(method: string, address: Address): Answer | null {
  if (address.kind === 'well-known') {
    const isKnown = ['GET', 'HEAD', 'PROPFIND', 'OPTIONS'].includes(method);
    return isKnown
      ? { status: 301, headers: { location: '/dav/', 'cache-control': 'public, max-age=86400' } }
      : { status: 405, headers: { allow: 'OPTIONS, GET, HEAD, PROPFIND' } };
  }
  if (method !== 'OPTIONS') return null;
  return { status: 200, headers: { allow: allowOn(address.kind), dav: davHeader, 'content-length': '0' } };
}

function notAllowed(address: Address): Answer {
  return { status: 405, headers: { allow: allowOn(address.kind), dav: davHeader } };
}

/** RFC 4918 §8.4: what would be ignored is refused. */
function unexpectedBody(): DayferryError {
  return new DayferryError('unsupported', 'This method takes no body.', { code: 'body' });
}

/** Somebody who has not signed in is asked to, whether or not the resource exists. */
function forViewer(error: DayferryError, viewer: Viewer): DayferryError {
  const isHidden = error.kind === 'not-found' || error.kind === 'forbidden';
  const isNobody = viewer.user === undefined;
  return isHidden && isNobody && error.detail.code === undefined ? unauthenticated() : error;
}

function withDefaults(answer: Answer, { address, headers: asked }: Exchange): Answer {
  const headers = { ...answer.headers };
  if (answer.status === 207) headers.vary = 'Brief, Prefer';
  // RFC 7240 §3.
  if (answer.status === 207 && asked.prefer && prefersMinimal(asked)) headers['preference-applied'] = 'return=minimal';
  if (address.kind === 'root') headers.dav = davHeader;
  return { ...answer, headers };
}
