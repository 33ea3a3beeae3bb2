import { etagOf, notFound, preconditionFailed, scheduleTagOf, type SeriesHead } from '@dayferry/core';
import type { Headers } from './exchange.js';

type Version = Pick<SeriesHead, 'key' | 'seq' | 'scheduleRevision'>;

export function entityTag(head: Pick<SeriesHead, 'key' | 'seq' | 'isRedacted'>): string {
  return `"${etagOf(head)}"`;
}

/** Changes only when more than an attendee's reply changed (RFC 6638 §3.2.10). */
export function scheduleTag(head: Version): string {
  return `"${scheduleTagOf(head)}"`;
}

function names(header: string, tag: string): boolean {
  return header.split(',').some((item) => item.trim() === tag || `"${item.trim()}"` === tag);
}

/**
 * Preconditions of a write (jscalendar-rest §11). Of an ETag and a schedule tag, a guest's copy is held to the second alone:
 * the first changes with every answer of the others. Everything else is held to the first.
 */
export function checkConditions(headers: Headers, current: Version | null, isGuest = false): void {
  const { 'if-match': match, 'if-none-match': noneMatch, 'if-schedule-tag-match': schedule } = headers;
  if (noneMatch !== undefined && current && (noneMatch.trim() === '*' || names(noneMatch, entityTag(current))))
    throw preconditionFailed('The resource exists already.');
  if (schedule !== undefined && (isGuest || match === undefined)) checkScheduleTag(schedule, current);
  else if (match !== undefined) checkMatch(match, current);
}

function checkMatch(match: string, current: Version | null): void {
  if (!current || (match.trim() !== '*' && !names(match, entityTag(current))))
    throw preconditionFailed('The resource has another ETag.');
}

function checkScheduleTag(tag: string, current: Version | null): void {
  if (!current) throw notFound();
  if (!names(tag, scheduleTag(current))) throw preconditionFailed('The resource has another schedule tag.');
}

export function isNotModified(headers: Headers, tag: string): boolean {
  const noneMatch = headers['if-none-match'];
  return (
    noneMatch !== undefined &&
    (noneMatch.trim() === '*' ||
      noneMatch.split(',').some((item) => item.trim().replace(/^W\//, '') === tag.replace(/^W\//, '')))
  );
}
