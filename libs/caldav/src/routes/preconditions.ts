import { etagOf, preconditionFailed, type SeriesHead } from '@dayferry/core';
import type { Headers } from './request-headers.js';

type Version = Pick<SeriesHead, 'key' | 'seq' | 'isRedacted'>;

/** The strong entity tag of an object, in every place that shows one. */
export function entityTag(head: Version): string {
  return `"${etagOf(head)}"`;
}

/**
 * RFC 9110 §13.1: all conditions that are given must hold. Schedule tags are not handed out yet, so a condition on one
 * cannot hold (RFC 6638 §3.3).
 */
export function checkPreconditions(headers: Headers, current: Version | null): void {
  const { 'if-match': match, 'if-none-match': noneMatch, 'if-schedule-tag-match': schedule } = headers;
  if (match !== undefined && !matches(match, current, isSameStrongly))
    throw preconditionFailed('The resource has another ETag, or is gone.');
  if (noneMatch !== undefined && matches(noneMatch, current, isSame))
    throw preconditionFailed('The resource exists already.');
  if (schedule !== undefined) throw preconditionFailed('The resource has no such schedule tag.');
}

/** True when a GET may be answered with 304. */
export function isNotModified(headers: Headers, current: Version): boolean {
  const noneMatch = headers['if-none-match'];
  return noneMatch !== undefined && matches(noneMatch, current, isSame);
}

function matches(header: string, current: Version | null, same: (a: string, b: string) => boolean): boolean {
  if (!current) return false;
  if (header.trim() === '*') return true;
  const own = etagOf(current);
  return header.split(',').some((tag) => same(tag.trim(), own));
}

// Some clients send the value without its quotes; ours has no comma in it.
function isSameStrongly(tag: string, own: string): boolean {
  return tag === `"${own}"` || tag === own;
}

/** Weak comparison (RFC 9110 §8.8.3.2): a proxy that compresses makes the tag weak. */
function isSame(tag: string, own: string): boolean {
  return isSameStrongly(tag.replace(/^W\//, ''), own);
}
