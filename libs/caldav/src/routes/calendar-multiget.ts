import { parseCalendarMultiget } from '../parse/calendar-multiget.js';
import type { XmlElement } from '../parse/xml-element.js';
import type { MemberRenderer } from '../render/member-response.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import { parseAddress, type Address } from './address.js';
import { memberRendererFor } from './member-renderer.js';
import type { Answer, Exchange } from './exchange.js';
import { calendarOf, type CalendarResource, type ObjectResource } from './resource.js';

/** Bodies that are read, and held, at a time. */
const batchSize = 200;

/**
 * RFC 4791 §7.9. Each resource is answered once, in the spelling of every other answer: calcurse-caldav takes an `%40` that
 * a listing writes as `@` for another resource, and deletes the one that it knew. What is not here keeps the client's.
 */
export async function calendarMultiget(
  exchange: Exchange,
  resource: CalendarResource | ObjectResource,
  body: XmlElement,
): Promise<Answer> {
  const { properties, hrefs } = parseCalendarMultiget(body, exchange.core.limits);
  const calendar = calendarOf(resource);
  const render = await memberRendererFor(exchange, calendar, properties);
  return multistatus(responses({ exchange, calendar, render }, namesOf(hrefs, calendar, exchange)));
}

interface Work {
  exchange: Exchange;
  calendar: CalendarResource;
  render: MemberRenderer;
}

interface Wanted {
  href: string;
  /** Null: the href is not in this calendar. */
  name: string | null;
}

async function* responses({ exchange, calendar, render }: Work, wanted: Wanted[]): AsyncGenerator<string> {
  for (let at = 0; at < wanted.length; at += batchSize) {
    const batch = wanted.slice(at, at + batchSize);
    const names = batch.map(({ name }) => name).filter((name) => name !== null);
    const found = await exchange.core.events.findByName(calendar.open, names);
    for (const { href, name } of batch) {
      const stored = name === null ? undefined : found.get(name);
      yield stored ? render({ head: stored.head, stored }) : statusResponse(href, 404);
    }
  }
}

/** Two spellings of one resource are one request. */
function namesOf(hrefs: string[], calendar: CalendarResource, exchange: Exchange): Wanted[] {
  const seen = new Set<string>();
  return hrefs
    .map((href) => ({ href, name: nameIn(calendar, href, exchange) }))
    .filter(({ name }) => {
      if (name === null) return true;
      const isNew = !seen.has(name);
      seen.add(name);
      return isNew;
    });
}

function nameIn(calendar: CalendarResource, href: string, { publicUrl, aliases }: Exchange): string | null {
  const path = href.startsWith(`${publicUrl}/`) ? href.slice(publicUrl.length) : href.replace(/^https?:\/\/[^/]*/i, '');
  try {
    const address = parseAddress(path, aliases);
    return address.kind === 'object' && isSameCalendar(address, calendar) ? address.name : null;
  } catch {
    return null;
  }
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
