import { formatUtcMillis, type Json, type OpenCalendar } from '@dayferry/core';
import { gCal, gd, atom, kinds, kindScheme, openSearch, rels } from '../namespaces.table.js';
import type { EventContext } from './event-record.js';
import { eventFeedPath, eventFeedUrl, idRoot, segment } from './links.js';
import { declaration, element, textElement, valueElement } from './xml.js';

/** Everything of an event feed but its entries. */
export interface FeedPage {
  /** Weak, with `W/` and quotes. */
  etag: string;
  updated: number;
  totalResults: number;
  startIndex: number;
  itemsPerPage: number;
  /** Query strings with `?`. */
  self: string;
  next?: string;
  previous?: string;
}

const atomType = 'application/atom+xml';
export const generator = element(
  'generator',
  { version: '1.0', uri: 'http://www.google.com/calendar' },
  'Google Calendar',
);

/** In the order of the recorded feed (T:query-events). */
export function eventFeed(page: FeedPage, entries: string[], open: OpenCalendar, context: EventContext): string {
  const { version } = context;
  const names = {
    xmlns: atom,
    'xmlns:app': 'http://www.w3.org/2007/app',
    'xmlns:gCal': gCal,
    'xmlns:openSearch': openSearch[version],
    'xmlns:gd': gd,
  };
  const attributes =
    version === 1
      ? { ...names, 'xmlns:app': undefined }
      : { ...names, 'gd:etag': page.etag, 'gd:kind': 'calendar#eventFeed' };
  return declaration + element('feed', attributes, head(page, open, context) + entries.join(''));
}

function head(page: FeedPage, { calendar }: OpenCalendar, context: EventContext): string {
  const plain = context.version === 1 ? { type: 'text' } : {};
  return [
    textElement('id', feedId(context)),
    textElement('updated', formatUtcMillis(page.updated)),
    element('category', { scheme: kindScheme, term: kinds.event }),
    textElement('title', calendar.title, plain),
    // Without a description the old service repeated the title (T:query-events).
    textElement('subtitle', calendar.description ?? calendar.title, plain),
    links(page, context),
    author({ calendar }),
    generator,
    textElement('openSearch:totalResults', String(page.totalResults)),
    textElement('openSearch:startIndex', String(page.startIndex)),
    textElement('openSearch:itemsPerPage', String(page.itemsPerPage)),
    valueElement('gCal:timezone', calendar.timeZone),
    valueElement('gCal:timesCleaned', calendar.timesCleaned),
    calendar.location ? element('gd:where', { valueString: calendar.location }) : '',
  ].join('');
}

function feedId(context: EventContext): string {
  return `${idRoot(context.publicUrl)}/${eventFeedPath(context)}`;
}

/** A read-only feed has no #post link: that is how clients know (Atom reference, "Event feeds"). */
function links(page: FeedPage, context: EventContext): string {
  const url = eventFeedUrl(context);
  const link = (rel: string, href: string): string => element('link', { rel, type: atomType, href });
  return [
    element('link', {
      rel: 'alternate',
      type: 'text/html',
      href: `${context.publicUrl}/calendar/embed?src=${segment(context.calendarId)}`,
    }),
    link(rels.feed, url),
    context.canEdit ? link(rels.post, url) + link(rels.batch, `${url}/batch`) : '',
    link('self', url + page.self),
    page.next === undefined ? '' : link('next', url + page.next),
    page.previous === undefined ? '' : link('previous', url + page.previous),
  ].join('');
}

/** Only a person's calendar has an address. */
export function author({ calendar }: Pick<OpenCalendar, 'calendar'>): string {
  const email = calendar.kind === 'secondary' ? '' : textElement('email', calendar.id);
  return element('author', {}, textElement('name', calendar.title) + email);
}

/** The `data` of a JSON-C event feed, with ready-made items; member order of the developer's guide. */
export function eventFeedJsonc(page: FeedPage, items: string[], open: OpenCalendar, context: EventContext): string {
  const url = eventFeedUrl(context);
  const { calendar } = open;
  const members: Record<string, Json | undefined> = {
    kind: 'calendar#eventFeed',
    etag: page.etag,
    id: feedId(context),
    author: authorJsonc(open),
    title: calendar.title,
    details: calendar.description ?? calendar.title,
    updated: formatUtcMillis(page.updated),
    totalResults: page.totalResults,
    startIndex: page.startIndex,
    itemsPerPage: page.itemsPerPage,
    feedLink: url,
    selfLink: url + page.self,
    nextLink: page.next === undefined ? undefined : url + page.next,
    previousLink: page.previous === undefined ? undefined : url + page.previous,
    canPost: context.canEdit,
    timeZone: calendar.timeZone,
    timesCleaned: calendar.timesCleaned,
    location: calendar.location,
  };
  return withItems(members, items);
}

export function authorJsonc({ calendar }: Pick<OpenCalendar, 'calendar'>): Json {
  return { displayName: calendar.title, ...(calendar.kind === 'secondary' ? {} : { email: calendar.id }) };
}

/** `items` is the last member; its texts are ready-made (JSON-C style guide). */
export function withItems(members: Record<string, Json | undefined>, items: string[]): string {
  return `${JSON.stringify(members).slice(0, -1)},"items":[${items.join(',')}]}`;
}
