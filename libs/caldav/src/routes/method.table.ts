import type { OpenCalendar, Role } from '@dayferry/core';
import { resourceKinds, type ResourceKind } from './address.js';
import { acl } from './acl.js';
import { copyOrMove } from './copy-move.js';
import { remove } from './delete.js';
import type { Answer, Exchange } from './exchange.js';
import { get } from './get.js';
import { mkcalendar, mkcol, requireOwnHome } from './mkcalendar.js';
import { openParent } from './parent.js';
import { post } from './post.js';
import { propfind } from './propfind.js';
import { proppatch } from './proppatch.js';
import { put } from './put.js';
import { report } from './report.js';
import { reportNames } from './report-names.table.js';

export interface Method {
  name: string;
  on: readonly ResourceKind[];
  /** Answered there too, always with its own refusal; not in `Allow`. */
  refusedOn?: readonly ResourceKind[];
  /** The least role in the calendar that it needs; elsewhere, or where this says nothing, to see it is enough. */
  needs?: Partial<Record<ResourceKind, Role>>;
  /** Finds the calendar that it needs a role in; the one at the address where this says nothing. */
  opens?(exchange: Exchange): Promise<OpenCalendar>;
  /** Throws for those who can make nothing at this address. */
  mayMake?(exchange: Exchange): void;
  /** False: a body would be ignored. */
  takesBody?: false;
  run(exchange: Exchange): Promise<Answer>;
}

const withReports = [...new Set(reportNames.flatMap(({ on }) => on))];

/** Every method but OPTIONS, which needs no resource; dispatch, `Allow` and `DAV` come from here. */
export const methods: readonly Method[] = [
  { name: 'GET', on: ['calendar', 'object', 'message', 'notice'], run: get },
  { name: 'HEAD', on: ['calendar', 'object', 'message', 'notice'], run: get },
  { name: 'PUT', on: ['object'], needs: { object: 'writer' }, opens: openParent, run: put },
  {
    name: 'DELETE',
    on: ['calendar', 'object', 'message', 'notice'],
    needs: { object: 'writer' },
    takesBody: false,
    run: remove,
  },
  { name: 'COPY', on: ['object'], refusedOn: ['calendar'], takesBody: false, run: copyOrMove },
  { name: 'MOVE', on: ['calendar', 'object'], needs: { object: 'writer' }, takesBody: false, run: copyOrMove },
  { name: 'POST', on: ['outbox', 'calendar', 'home'], run: post },
  { name: 'PROPFIND', on: resourceKinds, run: propfind },
  { name: 'PROPPATCH', on: resourceKinds, needs: { object: 'writer' }, run: proppatch },
  { name: 'MKCALENDAR', on: ['calendar'], refusedOn: ['object'], mayMake: requireOwnHome, run: mkcalendar },
  { name: 'MKCOL', on: ['calendar'], refusedOn: ['object'], mayMake: requireOwnHome, run: mkcol },
  { name: 'ACL', on: ['calendar'], needs: { calendar: 'owner' }, run: acl },
  { name: 'REPORT', on: withReports, run: report },
];

export function methodFor(name: string, kind: ResourceKind): Method | undefined {
  return methods.find((method) => method.name === name && [...method.on, ...(method.refusedOn ?? [])].includes(kind));
}

export function allowOn(kind: ResourceKind): string {
  const own = methods.filter(({ on }) => on.includes(kind)).map(({ name }) => name);
  return ['OPTIONS', ...own].join(', ');
}

/** Compliance classes and the methods and reports that each stands on (RFC 4918 §18, RFC 4791 §5.1, RFC 5689 §3.1, RFC 6638 §2). */
const features: readonly { token: string; methods: readonly string[]; reports: readonly string[] }[] = [
  { token: '1', methods: ['PROPFIND', 'PROPPATCH'], reports: [] },
  { token: '3', methods: ['PROPFIND', 'PROPPATCH'], reports: [] },
  {
    token: 'access-control',
    methods: ['ACL', 'REPORT'],
    reports: ['principal-property-search', 'principal-search-property-set', 'principal-match', 'expand-property'],
  },
  { token: 'extended-mkcol', methods: ['MKCOL'], reports: [] },
  {
    token: 'calendar-access',
    methods: ['MKCALENDAR', 'REPORT'],
    reports: ['calendar-query', 'calendar-multiget', 'free-busy-query'],
  },
  { token: 'calendar-auto-schedule', methods: ['POST'], reports: [] },
  { token: 'calendar-availability', methods: ['PROPPATCH', 'POST'], reports: [] },
  // Apple's name for the same on the inbox, from before RFC 7953.
  { token: 'inbox-availability', methods: ['PROPPATCH', 'POST'], reports: [] },
  { token: 'calendar-proxy', methods: ['PROPPATCH'], reports: ['expand-property'] },
  { token: 'calendarserver-sharing', methods: ['POST', 'DELETE'], reports: [] },
  { token: 'calendarserver-principal-search', methods: ['REPORT'], reports: ['calendarserver-principal-search'] },
];

export const davHeader = features
  .filter((feature) => feature.methods.every((name) => methods.some((method) => method.name === name)))
  .filter((feature) => feature.reports.every((id) => reportNames.some((report) => report.id === id)))
  .map(({ token }) => token)
  .join(', ');
