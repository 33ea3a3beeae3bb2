import type { SeriesHead, SeriesQuery, StoredSeries } from '@dayferry/core';
import { parseJCal } from '@dayferry/icalendar';
import { parseCalendarQuery, type CalendarQuery } from '../parse/calendar-query.js';
import type { XmlElement } from '../parse/xml-element.js';
import type { MemberRenderer } from '../render/member-response.js';
import { multistatus, type Responses } from '../render/multistatus.js';
import { Pace } from '../render/pace.js';
import { needsBodies } from '../render/property-response.js';
import type { Answer, Exchange } from './exchange.js';
import { matchesFilter, type Times } from './filter-match.js';
import { memberRendererFor } from './member-renderer.js';
import { kindsByName, planQuery, type QueryPlan } from './query-plan.js';
import { timesOf } from './query-times.js';
import { depthOf } from './request-headers.js';
import { calendarOf, type CalendarResource, type HomeResource, type ObjectResource } from './resource.js';

/** Bodies that are read, and held, at a time. */
const batchSize = 200;

/**
 * RFC 4791 §7.8. On a calendar Depth is read and not obeyed: it has one level, and clients that send 0, or nothing, mean it
 * too. On a home, any depth but 0 means what is in its calendars; nothing else there could match. The common query (events
 * in a time range) is answered from the index and the stored texts; nothing is parsed.
 */
export async function calendarQuery(
  exchange: Exchange,
  resource: HomeResource | CalendarResource | ObjectResource,
  body: XmlElement,
): Promise<Answer> {
  const depth = depthOf(exchange.headers, 0);
  const calendars = resource.kind === 'home' ? resource.calendars : [calendarOf(resource)];
  const query = parseCalendarQuery(body, {
    likelyZones: calendars.map(({ open }) => open.calendar.timeZone),
    limits: exchange.core.limits,
  });
  const plan = planQuery(query.filter);
  if (plan.kinds.length === 0 || (resource.kind === 'home' && depth === 0)) return multistatus([]);
  const asked = { exchange, query, plan };
  if (resource.kind === 'home') return multistatus(inEach(calendars, asked));
  const calendar = calendars[0]!;
  return multistatus(
    resource.kind === 'object' ? await theObject(resource, calendar, asked) : await inOne(calendar, asked),
  );
}

interface Asked {
  exchange: Exchange;
  query: CalendarQuery;
  plan: QueryPlan;
}

interface Work extends Asked {
  calendar: CalendarResource;
  render: MemberRenderer;
}

async function* inEach(calendars: readonly CalendarResource[], asked: Asked): AsyncGenerator<string> {
  for (const calendar of calendars) yield* await inOne(calendar, asked);
}

async function inOne(calendar: CalendarResource, asked: Asked): Promise<Responses> {
  const { exchange, query, plan } = asked;
  const render = await memberRendererFor(exchange, calendar, query.properties);
  const heads = await exchange.core.events.heads(calendar.open, seriesQuery(query, plan));
  return plan.needsText || needsBodies(query.properties)
    ? responses(heads, { ...asked, calendar, render })
    : members(heads, render);
}

/** RFC 4791 §7: asked of one object, the report is about that one. */
async function theObject(
  { head, stored }: ObjectResource,
  calendar: CalendarResource,
  asked: Asked,
): Promise<Responses> {
  const render = await memberRendererFor(asked.exchange, calendar, asked.query.properties);
  const plan: QueryPlan = { kinds: asked.plan.kinds, needsText: true };
  return stored && isMatch(stored, { ...asked, plan, calendar }) ? [render({ head, stored })] : [];
}

function seriesQuery({ zone }: CalendarQuery, { kinds, window }: QueryPlan): SeriesQuery {
  const isAll = kinds.length === kindsByName.size;
  return { ...(isAll ? {} : { kinds }), ...window, ...(window && zone !== undefined ? { zone } : {}) };
}

function* members(heads: SeriesHead[], render: MemberRenderer): Generator<string> {
  for (const head of heads) yield render({ head });
}

async function* responses(heads: SeriesHead[], work: Work): AsyncGenerator<string> {
  const { calendar, exchange, plan, render } = work;
  const pace = new Pace();
  for (let at = 0; at < heads.length; at += batchSize) {
    const found = await exchange.core.events.ofHeads(calendar.open, heads.slice(at, at + batchSize));
    let text = '';
    for (const stored of found) {
      if (!plan.needsText || isMatch(stored, work)) text += render({ head: stored.head, stored });
      if (!pace.isOver()) continue;
      yield text;
      text = '';
      pace.begin();
    }
    yield text;
  }
}

function isMatch(stored: StoredSeries, { exchange, calendar, query, plan }: Omit<Work, 'render'>): boolean {
  const zone = query.zone ?? calendar.open.calendar.timeZone;
  const usual = timesOf(stored, { zone, limits: exchange.core.limits });
  const times: Times = {
    ...usual,
    componentOverlaps: (component, range) => {
      // The index has answered already, for the object as a whole.
      const isAnswered = range === plan.window && stored.series.overrides.length === 0;
      return isAnswered || usual.componentOverlaps(component, range);
    },
  };
  return matchesFilter(query.filter, parseJCal(stored.ical, exchange.core.limits)[0]!, times);
}
