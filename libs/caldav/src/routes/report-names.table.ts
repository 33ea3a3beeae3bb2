import { caldav, dav, type ClarkName } from '../clark.js';
import type { ResourceKind } from './address.js';

export type ReportId = 'calendar-query' | 'calendar-multiget' | 'free-busy-query' | 'sync-collection';

/** Every report and the kinds of resource that it can be asked of; dispatch and DAV:supported-report-set come from here. */
export const reportNames: readonly { id: ReportId; name: ClarkName; on: readonly ResourceKind[] }[] = [
  { id: 'calendar-query', name: caldav('calendar-query'), on: ['calendar'] },
  { id: 'calendar-multiget', name: caldav('calendar-multiget'), on: ['calendar', 'object'] },
  { id: 'free-busy-query', name: caldav('free-busy-query'), on: ['home', 'calendar'] },
  { id: 'sync-collection', name: dav('sync-collection'), on: ['calendar'] },
];
