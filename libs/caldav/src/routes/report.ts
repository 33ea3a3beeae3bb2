import { forbidden } from '@dayferry/core';
import type { XmlElement } from '../parse/xml-element.js';
import { aclPrincipalPropSet } from './acl-principal-prop-set.js';
import { readReport } from './body.js';
import { calendarMultiget } from './calendar-multiget.js';
import { calendarQuery } from './calendar-query.js';
import { expandProperty } from './expand-property.js';
import type { Answer, Exchange } from './exchange.js';
import { freeBusyQuery } from './free-busy-query.js';
import { inboxMultiget, inboxQuery, syncInbox } from './inbox-reports.js';
import { principalMatch } from './principal-match.js';
import {
  calendarserverPrincipalSearch,
  principalPropertySearch,
  principalSearchPropertySet,
} from './principal-search.js';
import { reportNames, type ReportId } from './report-names.table.js';
import { resolve, type Resource, type ResourceOf } from './resource.js';
import { syncCollection } from './sync-collection.js';
import { syncHome, syncNotifications } from './sync-state.js';

type Report = (exchange: Exchange, resource: Resource, body: XmlElement) => Promise<Answer>;

const reports: Record<ReportId, Report> = {
  'calendar-query': (exchange, resource, body) =>
    resource.kind === 'inbox'
      ? inboxQuery(exchange, resource, body)
      : calendarQuery(exchange, resource as ResourceOf<'home' | 'calendar' | 'object'>, body),
  'calendar-multiget': (exchange, resource, body) =>
    resource.kind === 'inbox'
      ? inboxMultiget(exchange, resource, body)
      : calendarMultiget(exchange, resource as ResourceOf<'home' | 'calendar' | 'object'>, body),
  'free-busy-query': (exchange, resource, body) =>
    freeBusyQuery(exchange, resource as ResourceOf<'calendar' | 'home'>, body),
  'principal-match': principalMatch,
  'principal-property-search': principalPropertySearch,
  'principal-search-property-set': principalSearchPropertySet,
  'calendarserver-principal-search': calendarserverPrincipalSearch,
  'acl-principal-prop-set': aclPrincipalPropSet,
  'expand-property': expandProperty,
  'sync-collection': (exchange, resource, body) => {
    if (resource.kind === 'home') return syncHome(exchange, resource, body);
    if (resource.kind === 'notifications') return syncNotifications(exchange, resource, body);
    if (resource.kind === 'inbox') return syncInbox(exchange, resource, body);
    return syncCollection(exchange, resource as ResourceOf<'calendar'>, body);
  },
};

/** RFC 3253 §3.6: the root of the body names the report; `on` of its row vouches for the kind of resource. */
export async function report(exchange: Exchange): Promise<Answer> {
  const body = readReport(exchange);
  const resource = await resolve(exchange);
  const row = reportNames.find(({ name, on }) => name === body.name && on.includes(resource.kind));
  if (!row) throw forbidden('This report is not supported here.', { code: 'supported-report' });
  return reports[row.id](exchange, resource, body);
}
