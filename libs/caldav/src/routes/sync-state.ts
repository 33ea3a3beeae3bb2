import type { XmlElement } from '../parse/xml-element.js';
import { dav } from '../clark.js';
import { parseSyncCollection } from '../parse/sync-collection.js';
import { homeState, memberHref, noticesState, segmentOf } from '../render/home-token.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import { parseStateToken, renderStateToken, type CollectionState, type StatefulKind } from '../render/state-token.js';
import { escapeXml, tagsOf } from '../render/xml-text.js';
import type { Answer, Exchange } from './exchange.js';
import { encodeSegment, hrefOf } from './hrefs.js';
import { renderContext } from './render-context.js';
import { depthOf, prefersMinimal } from './request-headers.js';
import { homeMembers, noticesIn, type HomeResource, type NotificationsResource, type Resource } from './resource.js';

interface Stateful {
  kind: StatefulKind;
  href: string;
  now: CollectionState;
  members: ReadonlyMap<string, Resource>;
  /** The path of a member that is gone. */
  hrefOfGone(segment: string): string;
}

/** RFC 6578 §3.2 on a home: which calendars came, went, or changed in any way. */
export function syncHome(exchange: Exchange, home: HomeResource, body: XmlElement): Promise<Answer> {
  const { viewer } = exchange;
  return syncState(exchange, body, {
    kind: 'home',
    href: hrefOf(home.address),
    now: homeState(home, viewer),
    members: new Map(homeMembers(home, viewer).map((member) => [segmentOf(member), member])),
    hrefOfGone: (segment) => memberHref(home, segment),
  });
}

export function syncNotifications(
  exchange: Exchange,
  collection: NotificationsResource,
  body: XmlElement,
): Promise<Answer> {
  const href = hrefOf(collection.address);
  return syncState(exchange, body, {
    kind: 'notifications',
    href,
    now: noticesState(collection.notices),
    members: new Map(noticesIn(collection).map((notice) => [notice.address.name, notice])),
    hrefOfGone: (segment) => href + encodeSegment(segment),
  });
}

/**
 * A collection whose token is its state. With sync-level infinite, a calendar that is first reported is 403
 * `sync-traversal-supported` and nothing else (§3.2, §3.3): its own members are synchronised on the calendar.
 */
async function syncState(exchange: Exchange, body: XmlElement, collection: Stateful): Promise<Answer> {
  depthOf(exchange.headers, 0);
  const { viewer } = exchange;
  const { kind, now, members } = collection;
  const request = parseSyncCollection(body);
  const before = request.token === '' ? new Map<string, string>() : parseStateToken(kind, viewer, request.token);
  const changes = changedSegments(before, now);
  const reported = changes.slice(0, request.limit ?? changes.length);
  const resources = reported.map((segment) => members.get(segment)).filter((member) => member !== undefined);
  const context = await renderContext(exchange, request.properties, { resources });
  const render = propertyRenderer(request.properties, context, prefersMinimal(exchange.headers));
  const isNew = (segment: string): boolean => request.isInfinite && !before.has(segment);
  const responses = reported.map((segment) => {
    const member = members.get(segment);
    if (!member) return statusResponse(collection.hrefOfGone(segment), 404);
    return isNew(segment) && member.kind === 'calendar' ? untraversed(member) : render(member);
  });
  if (reported.length < changes.length)
    responses.push(statusResponse(collection.href, 507, tagsOf(dav('number-of-matches-within-limits')).empty));
  return multistatus(responses, syncTokenElement(renderStateToken(kind, viewer, applied(before, now, reported))));
}

export const syncTokenElement = (token: string): string => `<D:sync-token>${escapeXml(token)}</D:sync-token>`;

function untraversed({ address }: Resource): string {
  return statusResponse(hrefOf(address), 403, tagsOf(dav('sync-traversal-supported')).empty);
}

function changedSegments(before: CollectionState, now: CollectionState): string[] {
  const changed = [...now.keys()].filter((segment) => before.get(segment) !== now.get(segment));
  const removed = [...before.keys()].filter((segment) => !now.has(segment));
  return [...changed, ...removed];
}

/** What the client knows after this answer. */
function applied(before: CollectionState, now: CollectionState, reported: string[]): CollectionState {
  const state = new Map(before);
  for (const segment of reported) {
    const version = now.get(segment);
    if (version === undefined) state.delete(segment);
    else state.set(segment, version);
  }
  return state;
}
