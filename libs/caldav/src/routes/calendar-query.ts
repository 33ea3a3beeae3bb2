import { canonicalZone, type SeriesQuery, type StoredSeries } from '@dayferry/core';
import { parseJCal } from '@dayferry/icalendar';
import { parseCalendarQuery, type CalendarQuery } from '../parse/calendar-query.js';
import type { XmlElement } from '../parse/xml-element.js';
import { multistatus } from '../render/multistatus.js';
import { needsBodies, propertyRenderer, type PropertyRenderer } from '../render/property-response.js';
import type { Answer, Exchange } from './exchange.js';
import { deadProperties } from './dead-properties.js';
import { matchesFilter, type Times } from './filter-match.js';
import { alarmOverlaps, seriesOverlaps, type Setting } from './occurrence-times.js';
import { planQuery, type QueryPlan } from './query-plan.js';
import { depthOf, prefersMinimal } from './request-headers.js';
import type { CalendarResource, ObjectResource } from './resource.js';

/**
 * RFC 4791 §7.8. Depth is read and not obeyed: a calendar has one level, and clients that send 0, or nothing, mean it too.
 * The common query (events in a time range) is answered from the index and the stored texts; nothing is parsed.
 */
export async function calendarQuery(exchange: Exchange, calendar: CalendarResource, body: XmlElement): Promise<Answer> {
  depthOf(exchange.headers, 1);
  const query = parseCalendarQuery(body, {
    likelyZones: [calendar.open.calendar.timeZone],
    limits: exchange.core.limits,
  });
  const plan = planQuery(query.filter);
  const dead = await deadProperties(exchange, query.properties, { resources: [], membersOf: calendar.open });
  const render = propertyRenderer(query.properties, { exchange, ...dead }, prefersMinimal(exchange.headers));
  if (plan.kinds.length === 0) return multistatus([]);
  if (plan.needsText || needsBodies(query.properties))
    return multistatus(
      responses(await candidates(exchange, calendar, query, plan), { exchange, calendar, query, plan, render }),
    );
  const heads = await exchange.core.events.heads(calendar.open, seriesQuery(query, plan));
  return multistatus(heads.map((head) => render(memberOf(calendar, { head }))));
}

interface Work {
  exchange: Exchange;
  calendar: CalendarResource;
  query: CalendarQuery;
  plan: QueryPlan;
  render: PropertyRenderer;
}

function candidates(
  { core }: Exchange,
  { open }: CalendarResource,
  query: CalendarQuery,
  plan: QueryPlan,
): Promise<StoredSeries[]> {
  return core.events.query(open, seriesQuery(query, plan));
}

function seriesQuery({ zone }: CalendarQuery, { kinds, window }: QueryPlan): SeriesQuery {
  const isAll = kinds.length === 3;
  return { ...(isAll ? {} : { kinds }), ...window, ...(window && zone !== undefined ? { zone } : {}) };
}

function* responses(found: StoredSeries[], work: Work): Generator<string> {
  for (const stored of found) {
    if (work.plan.needsText && !isMatch(stored, work)) continue;
    yield work.render(memberOf(work.calendar, { head: stored.head, stored }));
  }
}

/** The resource of one member of a calendar. */
export function memberOf(
  calendar: CalendarResource,
  { head, stored }: Pick<ObjectResource, 'head' | 'stored'>,
): ObjectResource {
  const address = { ...calendar.address, kind: 'object', name: head.resourceName } as const;
  return { kind: 'object', address, open: calendar.open, head, ...(stored ? { stored } : {}) };
}

function isMatch(stored: StoredSeries, { exchange, calendar, query, plan }: Work): boolean {
  const zone = query.zone ?? calendar.open.calendar.timeZone;
  const setting = (): Setting => ({ series: stored.series, zone, limits: exchange.core.limits });
  const times: Times = {
    componentOverlaps: (range) => range === plan.window || seriesOverlaps(setting(), range),
    alarmOverlaps: (range) => alarmOverlaps(setting(), range),
    zoneOf: (tzid) => (tzid === undefined ? null : canonicalZone(tzid)) ?? zone,
  };
  return matchesFilter(query.filter, parseJCal(stored.ical, exchange.core.limits)[0]!, times);
}
