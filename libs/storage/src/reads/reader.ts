import type { StoreReader } from '@dayferry/core';
import type { Sql } from '../sql.js';
import { calendarReads } from './calendar-reads.js';
import { directoryReads } from './directory-reads.js';
import { inboxReads } from './inbox-reads.js';
import { oauthReads } from './oauth-reads.js';
import { outboxReads } from './outbox-reads.js';
import { instanceReads } from './instance-reads.js';
import { propertyReads } from './property-reads.js';
import { sharingReads } from './sharing-reads.js';
import { signInReads } from './sign-in-reads.js';
import { seriesReads } from './series-reads.js';

export function readerOn(sql: Sql): StoreReader {
  return {
    ...directoryReads(sql),
    ...calendarReads(sql),
    ...inboxReads(sql),
    ...propertyReads(sql),
    ...seriesReads(sql),
    ...outboxReads(sql),
    ...instanceReads(sql),
    ...sharingReads(sql),
    ...signInReads(sql),
    ...oauthReads(sql),
  };
}
