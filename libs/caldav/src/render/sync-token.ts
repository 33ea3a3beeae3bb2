import { DayferryError, type OpenCalendar } from '@dayferry/core';

/**
 * Where a client stands in a calendar's change sequence (RFC 6578 §3.2). `seq` alone: everything up to it is known. With
 * `key`: of the series stamped with `seq` only those up to `key`, because a page may end between two series of one write.
 * With `since`: an initial listing that is not finished; it began when the calendar stood at `since`.
 */
export interface SyncPosition {
  seq: number;
  key?: string;
  since?: number;
}

/** A URI that contains `:` (Evolution ignores tokens without). It is good for one calendar, one viewer and their role. */
export function renderSyncToken(open: OpenCalendar, position: SyncPosition = { seq: open.sync.seq }): string {
  const since = position.since === undefined ? '' : `i${position.since}.`;
  const key = position.key === undefined ? '' : `-${position.key}`;
  return `${prefixOf(open)}${since}${position.seq}${key}`;
}

function prefixOf({ calendar, sync, viewer, role }: OpenCalendar): string {
  return `data:,dayferry-sync:${calendar.key}:${sync.epoch}:${viewer.user?.key ?? 'nobody'}:${role}:`;
}

/** TokenExpired for anything that was not handed out for this calendar, this epoch, this viewer and this role. */
export function parseSyncToken(open: OpenCalendar, token: string): SyncPosition {
  const prefix = prefixOf(open);
  const match = token.startsWith(prefix)
    ? /^(?:i(\d{1,15})\.)?(\d{1,15})(?:-([a-z0-9]{1,40}))?$/.exec(token.slice(prefix.length))
    : null;
  if (!match) throw expired();
  const position: SyncPosition = {
    seq: Number(match[2]),
    ...(match[3] === undefined ? {} : { key: match[3] }),
    ...(match[1] === undefined ? {} : { since: Number(match[1]) }),
  };
  const known = position.since ?? position.seq;
  if (Math.max(position.seq, known) > open.sync.seq || known < open.sync.minSeq) throw expired();
  return position;
}

function expired(): DayferryError {
  return new DayferryError('token-expired', 'The sync token is not valid here, or no longer: sync anew without one.');
}
