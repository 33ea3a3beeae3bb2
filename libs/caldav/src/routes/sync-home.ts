import { DayferryError } from '@dayferry/core';
import { dav } from '../clark.js';
import { parseSyncCollection } from '../parse/sync-collection.js';
import type { XmlElement } from '../parse/xml-element.js';
import {
  homeState,
  inboxToken,
  memberHref,
  parseHomeToken,
  renderHomeToken,
  segmentOf,
  type HomeState,
} from '../render/home-token.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import { escapeXml, tagsOf } from '../render/xml-text.js';
import type { Answer, Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { renderContext } from './render-context.js';
import { depthOf, prefersMinimal } from './request-headers.js';
import { homeMembers, type HomeResource, type Resource } from './resource.js';

/**
 * RFC 6578 §3.2 on a home: which calendars came, went, or changed in any way. With sync-level infinite, a calendar that is
 * first reported is 403 `sync-traversal-supported` as well (§3.3): its own members are synchronised on the calendar.
 */
export async function syncHome(exchange: Exchange, home: HomeResource, body: XmlElement): Promise<Answer> {
  depthOf(exchange.headers, 0);
  const { viewer } = exchange;
  const request = parseSyncCollection(body);
  const before: HomeState = request.token === '' ? new Map<string, string>() : parseHomeToken(request.token, viewer);
  const now = homeState(home, viewer);
  const members = new Map(homeMembers(home, viewer).map((member) => [segmentOf(member), member]));
  const changes = changedSegments(before, now);
  const reported = changes.slice(0, request.limit ?? changes.length);
  const resources = reported.map((segment) => members.get(segment)).filter((member) => member !== undefined);
  const context = await renderContext(exchange, request.properties, { resources });
  const render = propertyRenderer(request.properties, context, prefersMinimal(exchange.headers));
  const isNew = (segment: string): boolean => request.isInfinite && !before.has(segment);
  const responses = reported.flatMap((segment) => {
    const member = members.get(segment);
    if (!member) return [statusResponse(memberHref(home, segment), 404)];
    return [render(member), ...(isNew(segment) && member.kind === 'calendar' ? [untraversed(member)] : [])];
  });
  if (reported.length < changes.length)
    responses.push(statusResponse(hrefOf(home.address), 507, tagsOf(dav('number-of-matches-within-limits')).empty));
  const state = applied(before, now, reported);
  return multistatus(responses, tokenElement(renderHomeToken(home, viewer, state)));
}

/** What the inbox has to say, which is nothing. */
export function syncInbox(body: XmlElement): Promise<Answer> {
  const { token } = parseSyncCollection(body);
  if (token !== '' && token !== inboxToken)
    throw new DayferryError('token-expired', 'The sync token is not valid here.');
  return multistatus([], tokenElement(inboxToken));
}

const tokenElement = (token: string): string => `<D:sync-token>${escapeXml(token)}</D:sync-token>`;

function untraversed({ address }: Resource): string {
  return statusResponse(hrefOf(address), 403, tagsOf(dav('sync-traversal-supported')).empty);
}

function changedSegments(before: HomeState, now: HomeState): string[] {
  const changed = [...now.keys()].filter((segment) => before.get(segment) !== now.get(segment));
  const removed = [...before.keys()].filter((segment) => !now.has(segment));
  return [...changed, ...removed];
}

/** What the client knows after this answer. */
function applied(before: HomeState, now: HomeState, reported: string[]): HomeState {
  const state = new Map(before);
  for (const segment of reported) {
    const version = now.get(segment);
    if (version === undefined) state.delete(segment);
    else state.set(segment, version);
  }
  return state;
}
