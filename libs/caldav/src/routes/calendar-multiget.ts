import { parseCalendarMultiget } from '../parse/calendar-multiget.js';
import type { XmlElement } from '../parse/xml-element.js';
import type { MemberRenderer } from '../render/member-response.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import type { Address } from './address.js';
import { memberRendererFor } from './member-renderer.js';
import type { Answer, Exchange } from './exchange.js';
import { addressIn, memberIn } from './request-uri.js';
import { calendarOf, type CalendarResource, type HomeResource, type ObjectResource } from './resource.js';

/** Bodies that are read, and held, at a time. */
const batchSize = 200;

/**
 * RFC 4791 §7.9, on a home for objects in any of its calendars, on an object for itself. Each resource is answered once, in
 * the spelling of every other answer: calcurse-caldav takes an `%40` that a listing writes as `@` for another resource, and
 * deletes the one that it knew. What is not here keeps the client's.
 */
export async function calendarMultiget(
  exchange: Exchange,
  resource: HomeResource | CalendarResource | ObjectResource,
  body: XmlElement,
): Promise<Answer> {
  const { properties, hrefs } = parseCalendarMultiget(body, exchange.core.limits);
  const calendars = resource.kind === 'home' ? resource.calendars : [calendarOf(resource)];
  const only = resource.kind === 'object' ? resource.address.name : undefined;
  const { wanted, strays } = sorted(hrefs, calendars, exchange, only);
  // Looked at before the answer begins, so that what fails has a status of its own.
  const renderers = new Map<CalendarResource, MemberRenderer>();
  for (const calendar of wanted.keys())
    renderers.set(calendar, await memberRendererFor(exchange, calendar, properties));
  async function* all(): AsyncGenerator<string> {
    for (const [calendar, inIt] of wanted) yield* found({ exchange, calendar, render: renderers.get(calendar)! }, inIt);
    for (const href of strays) yield statusResponse(href, 404);
  }
  return multistatus(all());
}

interface Work {
  exchange: Exchange;
  calendar: CalendarResource;
  render: MemberRenderer;
}

/** Hrefs as the client wrote them, by the name of the object: two spellings of one resource are one request. */
type Wanted = Map<string, string>;

async function* found({ exchange, calendar, render }: Work, wanted: Wanted): AsyncGenerator<string> {
  const all = [...wanted];
  for (let at = 0; at < all.length; at += batchSize) {
    const batch = all.slice(at, at + batchSize);
    const stored = await exchange.core.events.findByName(
      calendar.open,
      batch.map(([name]) => name),
    );
    const texts = batch.map(([name, href]) => {
      const one = stored.get(name);
      return one ? render({ head: one.head, stored: one }) : statusResponse(href, 404);
    });
    yield texts.join('');
  }
}

function sorted(
  hrefs: string[],
  calendars: readonly CalendarResource[],
  exchange: Exchange,
  only: string | undefined,
): { wanted: Map<CalendarResource, Wanted>; strays: string[] } {
  const wanted = new Map<CalendarResource, Wanted>();
  const strays: string[] = [];
  const calendarAt = lookup(calendars, exchange);
  for (const href of hrefs) {
    const member = memberIn(href);
    const calendar = member && calendarAt(member.collection);
    if (!calendar || (only !== undefined && member.name !== only)) {
      strays.push(href);
      continue;
    }
    const inIt = wanted.get(calendar) ?? new Map<string, string>();
    wanted.set(calendar, inIt.set(member.name, inIt.get(member.name) ?? href));
  }
  return { wanted, strays };
}

/** Hundreds of hrefs lie in few collections: each is looked for once. */
function lookup(calendars: readonly CalendarResource[], exchange: Exchange): (path: string) => CalendarResource | null {
  const known = new Map<string, CalendarResource | null>();
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const address = addressIn(path, 'calendar', exchange);
    const calendar = (address && calendars.find((candidate) => isSameCalendar(address, candidate))) ?? null;
    known.set(path, calendar);
    return calendar;
  };
}

/** The same path, or the same calendar by its id in the other tree. */
function isSameCalendar(address: Address, { address: own, open }: CalendarResource): boolean {
  if (address.tree === 'v2') return address.owner === open.calendar.id;
  const isOwnPath = address.tree === own.tree && address.owner === own.owner && address.collection === own.collection;
  return (
    isOwnPath ||
    address.collection === open.calendar.id ||
    (address.owner === open.owner.email && address.collection === open.calendar.collectionName)
  );
}
