import { etagOf, preconditionFailed, scheduleTagOf, type SeriesHead } from '@dayferry/core';
import type { Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { requireIf } from './if-state.js';
import type { Headers } from './request-headers.js';

type Version = Pick<SeriesHead, 'key' | 'seq' | 'isRedacted'>;

/** The strong entity tag of an object, in every place that shows one. */
export function entityTag(head: Version): string {
  return `"${etagOf(head)}"`;
}

/** RFC 9110 §13.1, RFC 6638 §8.3: all conditions that are given must hold. */
export function checkPreconditions(
  { headers, ifState, address }: Pick<Exchange, 'headers' | 'ifState' | 'address'>,
  current: (Version & Pick<SeriesHead, 'updated' | 'scheduleRevision'>) | null,
): void {
  if (ifState) requireIf(ifState, current, hrefOf(address));
  const { 'if-match': match, 'if-none-match': noneMatch, 'if-schedule-tag-match': schedule } = headers;
  if (match !== undefined && !matches(match, current, isSameStrongly))
    throw preconditionFailed('The resource has another ETag, or is gone.');
  if (noneMatch !== undefined && matches(noneMatch, current, isSame))
    throw preconditionFailed('The resource exists already.');
  if (match === undefined && current && changedSince(headers['if-unmodified-since'], current.updated) === true)
    throw preconditionFailed('The resource has changed since.');
  if (schedule !== undefined && !(current && isListed(schedule, scheduleTagOf(current), isSameStrongly)))
    throw preconditionFailed('The resource has another schedule tag.');
}

/** True when a GET may be answered with 304; dates count only where there is no entity tag (RFC 9110 §13.1.3). */
export function isNotModified(headers: Headers, current: Version & { updated: number }): boolean {
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) return matches(noneMatch, current, isSame);
  return changedSince(headers['if-modified-since'], current.updated) === false;
}

/** Undefined where there is no date, or none that can be read: such a header is ignored. HTTP dates have whole seconds. */
function changedSince(date: string | undefined, updated: number): boolean | undefined {
  const since = date === undefined ? NaN : Date.parse(date);
  return Number.isNaN(since) ? undefined : Math.floor(updated / 1000) * 1000 > since;
}

function matches(header: string, current: Version | null, same: (a: string, b: string) => boolean): boolean {
  return current !== null && isListed(header, etagOf(current), same);
}

/** True when a list of entity tags, or `*`, has this one; weak comparison unless another is given. */
export function isListed(header: string, own: string, same = isSame): boolean {
  return header.trim() === '*' || header.split(',').some((tag) => same(tag.trim(), own));
}

// Some clients send the value without its quotes; ours has no comma in it.
function isSameStrongly(tag: string, own: string): boolean {
  return tag === `"${own}"` || tag === own;
}

/** Weak comparison (RFC 9110 §8.8.3.2): a proxy that compresses makes the tag weak. */
function isSame(tag: string, own: string): boolean {
  return isSameStrongly(tag.replace(/^W\//, ''), own);
}
