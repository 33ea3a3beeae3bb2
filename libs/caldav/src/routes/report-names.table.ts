import { caldav, calendarserver, dav, type ClarkName } from '../clark.js';
import { resourceKinds, type ResourceKind } from './address.js';

export type ReportId =
  | 'calendar-query'
  | 'calendar-multiget'
  | 'free-busy-query'
  | 'sync-collection'
  | 'principal-match'
  | 'principal-property-search'
  | 'principal-search-property-set'
  | 'calendarserver-principal-search'
  | 'acl-principal-prop-set'
  | 'expand-property';

/** Every report and the kinds of resource that it can be asked of; dispatch and DAV:supported-report-set come from here. */
export const reportNames: readonly { id: ReportId; name: ClarkName; on: readonly ResourceKind[] }[] = [
  { id: 'calendar-query', name: caldav('calendar-query'), on: ['home', 'inbox', 'calendar', 'object'] },
  { id: 'calendar-multiget', name: caldav('calendar-multiget'), on: ['home', 'inbox', 'calendar', 'object'] },
  { id: 'free-busy-query', name: caldav('free-busy-query'), on: ['home', 'calendar'] },
  { id: 'sync-collection', name: dav('sync-collection'), on: ['home', 'inbox', 'notifications', 'calendar'] },
  // The searches are for the whole directory wherever they are asked (DAV:apply-to-principal-collection-set says so).
  { id: 'principal-match', name: dav('principal-match'), on: resourceKinds },
  { id: 'principal-property-search', name: dav('principal-property-search'), on: resourceKinds },
  {
    id: 'principal-search-property-set',
    name: dav('principal-search-property-set'),
    on: ['root', 'principals', 'principal'],
  },
  {
    id: 'calendarserver-principal-search',
    name: calendarserver('calendarserver-principal-search'),
    on: ['root', 'principals', 'principal'],
  },
  { id: 'acl-principal-prop-set', name: dav('acl-principal-prop-set'), on: resourceKinds },
  { id: 'expand-property', name: dav('expand-property'), on: resourceKinds },
];
