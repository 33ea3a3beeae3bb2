import { conflict, forbidden, preconditionFailed } from '@dayferry/core';
import type { EventRecord } from '../render/event-record.js';
import { isVersion } from '../render/event-record.js';
import type { GdataRequest } from '../parse/request.js';
import type { Validators } from './answer.js';

/** What a client said it had seen. */
export interface Precondition {
  ifMatch?: string;
  /** `gd:etag` of the body's entry. */
  bodyEtag?: string;
  /** Last segment of a protocol 1 edit link. */
  version?: string;
  major: 1 | 2;
}

/**
 * Throws unless the client saw this version: the If-Match header counts, else the body's tag, else the version in the
 * address. Protocol 2 must name one of them (gdata-java-client issue 336); a weak tag never matches a strong one.
 */
export function checkPrecondition(wanted: Precondition, current: Pick<EventRecord, 'etag' | 'version'>): void {
  const tags = wanted.ifMatch ?? wanted.bodyEtag;
  if (tags !== undefined) {
    if (!tagsOf(tags).some((tag) => tag === '*' || tag === current.etag)) throw mismatch(tags, current.etag);
  } else if (wanted.version !== undefined) {
    if (!isVersion(current.version, wanted.version))
      throw conflict('The entry has been changed since.', { code: 'version-conflict' });
  } else if (wanted.major === 2) {
    throw forbidden('If-Match or If-None-Match header or entry etag attribute required', { code: 'etagRequired' });
  }
}

function mismatch(tags: string, etag: string): Error {
  return preconditionFailed(`Mismatch: etags = [${tags.slice(0, 200)}], version = [${etag}]`);
}

/** Tags without their quotes, weak ones with `W/`; separated by commas or spaces. The guide prints one without quotes. */
function tagsOf(text: string): string[] {
  return [...text.matchAll(/(W\/)?"([^"]*)"|([^\s,"]+)/g)].map(([, weak, quoted, bare]) =>
    quoted === undefined ? bare! : `${weak ?? ''}${quoted}`,
  );
}

/** Conditional GET: If-None-Match by weak comparison, else If-Modified-Since when the second of the change is over. */
export function isNotModified(
  { header }: Pick<GdataRequest, 'header'>,
  { etag, updated }: Validators,
  now: number,
): boolean {
  const bare = (tag: string): string => tag.replace(/^W\//, '').replaceAll('"', '');
  const noneMatch = header('if-none-match');
  if (noneMatch !== undefined) return tagsOf(noneMatch).some((tag) => tag === '*' || bare(tag) === bare(etag));
  const since = Date.parse(header('if-modified-since') ?? '');
  return Math.floor(updated / 1000) * 1000 <= since && now - updated > 1_000;
}
