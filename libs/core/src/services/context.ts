import type { Limits } from '../limits.js';
import type { Clock, IdSource, ICalendarRenderer } from '../ports/environment.port.js';
import type { SeriesHead, Store } from '../ports/store.port.js';
import type { LRUCache } from 'lru-cache';
import type { ChangeLog } from './change-log.js';
import type { DirectoryCache } from './directory-cache.js';
import type { KnownRow } from './known-row.js';

/** What an app binds core to. */
export interface CoreDependencies {
  store: Store;
  renderer: ICalendarRenderer;
  clock: Clock;
  ids: IdSource;
  limits: Limits;
  /** Host part of secondary calendars' ids, e.g. `group.example.org`. */
  calendarHost: string;
  /** Push receivers on private networks, and by plain http (tests, intranets). Default: refused. */
  allowsPrivateReceivers?: boolean;
}

/** The same with what the services share among themselves. */
export interface CoreContext extends CoreDependencies {
  directory: DirectoryCache;
  /** What matched a window, by calendar, change number and query. */
  matches: LRUCache<string, SeriesHead[]>;
  /** Heads by key, the version read last. */
  heads: LRUCache<string, SeriesHead>;
  /** Rows by key: what has not changed is not read again. */
  rows: LRUCache<string, KnownRow>;
  /** By calendar and epoch. */
  changeLogs: LRUCache<string, ChangeLog>;
  /** What administrators looked into today and is written down. */
  rootReadings: LRUCache<string, true>;
}
