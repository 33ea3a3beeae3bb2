import { DayferryError, invalidInput, type OpenCalendar } from '@dayferry/core';
import { createHash } from 'node:crypto';

/** Where a client stands: after a change number, or in the middle of an initial listing. */
export interface SyncPosition {
  seq: number;
  /** Key of the last member of the initial listing already given. */
  after?: string;
}

/** `<collection URL><epoch>.<seq>[.<key>].<digest>`: opaque, tied to calendar, store epoch and filters. */
export function writeToken(open: OpenCalendar, { seq, after }: SyncPosition, filters: string): string {
  const parts = [open.sync.epoch, seq.toString(36), ...(after === undefined ? [] : [after])];
  return [...parts, digest(open, filters)].join('.');
}

function digest(open: OpenCalendar, filters: string): string {
  return createHash('sha256').update(`${open.calendar.key}|${filters}`).digest('hex').slice(0, 12);
}

/** Accepts the whole URL or its last segment. TokenExpired for another calendar or epoch, or a token that is none. */
export function readToken(open: OpenCalendar, token: string, filters: string): SyncPosition {
  const last = token.slice(token.lastIndexOf('/') + 1);
  const match = /^([a-v0-9]{8})\.([a-z0-9]{1,11})(?:\.([a-v0-9]{26}))?\.([0-9a-f]{12})$/.exec(last);
  if (!match) throw invalidInput('sync-token', 'This is no sync-token.', { code: 'parameter' });
  if (match[1] !== open.sync.epoch) throw expired();
  if (match[4] !== digest(open, filters))
    throw invalidInput('sync-token', 'The sync-token belongs to another collection or other filters.', {
      code: 'parameter',
    });
  const seq = Number.parseInt(match[2]!, 36);
  if (seq > open.sync.seq) throw expired();
  return { seq, ...(match[3] === undefined ? {} : { after: match[3] }) };
}

function expired(): DayferryError {
  return new DayferryError('token-expired', 'The sync-token is no longer valid: start again with an empty one.', {
    code: 'sync-token-invalid',
  });
}
