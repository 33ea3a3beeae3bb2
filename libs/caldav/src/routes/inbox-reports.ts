import { UTC } from '@dayferry/core';
import { parseJCal } from '@dayferry/icalendar';
import { dav } from '../clark.js';
import { parseCalendarMultiget } from '../parse/calendar-multiget.js';
import { parseCalendarQuery } from '../parse/calendar-query.js';
import type { PropertyRequest } from '../parse/propfind.js';
import { parseSyncCollection } from '../parse/sync-collection.js';
import type { XmlElement } from '../parse/xml-element.js';
import { inboxToken, parseInboxToken } from '../render/home-token.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import { tagsOf } from '../render/xml-text.js';
import type { Answer, Exchange } from './exchange.js';
import { matchesFilter } from './filter-match.js';
import { encodeSegment, hrefOf } from './hrefs.js';
import { timesOf } from './query-times.js';
import { renderContext } from './render-context.js';
import { depthOf, prefersMinimal } from './request-headers.js';
import { addressIn } from './request-uri.js';
import { messageIn, messagesIn, type InboxResource, type MessageResource } from './scheduling-resources.js';
import { syncTokenElement } from './sync-state.js';

/** RFC 4791 §7.8 on scheduling messages; times without a zone are in UTC unless the request says otherwise. */
export async function inboxQuery(exchange: Exchange, inbox: InboxResource, body: XmlElement): Promise<Answer> {
  depthOf(exchange.headers, 1);
  const { limits } = exchange.core;
  const { filter, properties, zone = UTC } = parseCalendarQuery(body, { likelyZones: [], limits });
  const render = await renderer(exchange, properties);
  const matching = (await messagesIn(exchange, inbox)).filter((message) =>
    matchesFilter(filter, parseJCal(message.ical, limits)[0]!, timesOf(message, { zone, limits })),
  );
  return multistatus(matching.map(render));
}

/** RFC 4791 §7.9: each message once, what is not there by the href that was asked for. */
export async function inboxMultiget(exchange: Exchange, inbox: InboxResource, body: XmlElement): Promise<Answer> {
  const { properties, hrefs } = parseCalendarMultiget(body, exchange.core.limits);
  const wanted = new Map(hrefs.map((uri) => [nameIn(exchange, inbox, uri) ?? `/${uri}`, uri]));
  const found = await messagesIn(exchange, inbox, [...wanted.keys()]);
  const byName = new Map(found.map((message) => [message.message.name, message]));
  const render = await renderer(exchange, properties);
  return multistatus(
    [...wanted].map(([name, uri]) => {
      const message = byName.get(name);
      return message ? render(message) : statusResponse(uri, 404);
    }),
  );
}

function nameIn(exchange: Exchange, { owner }: InboxResource, uri: string): string | null {
  const address = addressIn(uri, 'message', exchange);
  return address?.owner === owner.email ? address.name : null;
}

/** RFC 6578 §3.2: in the order in which messages came and went, so that a page can end anywhere. */
export async function syncInbox(exchange: Exchange, inbox: InboxResource, body: XmlElement): Promise<Answer> {
  depthOf(exchange.headers, 0);
  const { core, viewer } = exchange;
  const { token, limit = Infinity, properties } = parseSyncCollection(body);
  const since = token === '' ? undefined : parseInboxToken(inbox, token);
  const { state, items } = await core.inbox.changes(viewer, inbox.owner, since);
  const page = items.slice(0, limit);
  const isCut = page.length < items.length;
  const render = await renderer(exchange, properties);
  const responses = page.map(({ name, message }) =>
    message
      ? render(messageIn(exchange, inbox, message))
      : statusResponse(hrefOf(inbox.address) + encodeSegment(name), 404),
  );
  if (isCut)
    responses.push(statusResponse(hrefOf(inbox.address), 507, tagsOf(dav('number-of-matches-within-limits')).empty));
  const seq = isCut ? page.at(-1)!.seq : state?.seq;
  return multistatus(responses, syncTokenElement(inboxToken(inbox, seq)));
}

async function renderer(
  exchange: Exchange,
  properties: PropertyRequest,
): Promise<(message: MessageResource) => string> {
  const context = await renderContext(exchange, properties, { resources: [] });
  const render = propertyRenderer(properties, context, prefersMinimal(exchange.headers));
  return (message) => render(message);
}
