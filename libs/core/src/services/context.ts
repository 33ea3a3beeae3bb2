import type { Limits } from '../limits.js';
import type { Clock, IdSource, ICalendarRenderer } from '../ports/environment.port.js';
import type { SeriesHead, SeriesRow, Store } from '../ports/store.port.js';
import type { LRUCache } from 'lru-cache';
import type { DirectoryCache } from './directory-cache.js';

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
  /** Rows by key and change number: what has not changed is not read again. */
  rows: LRUCache<string, SeriesRow>;
}
