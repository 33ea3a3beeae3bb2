import { formatUtcMillis, type Json } from '@dayferry/core';
import { app, atom, gCal, gd, kinds, kindScheme, openSearch, rels } from '../namespaces.table.js';
import { calendarEntry } from './calendar-entry.js';
import { calendarJsonc } from './calendar-jsonc.js';
import { calendarFeedPath, type CalendarContext, type CalendarRecord } from './calendar-record.js';
import { generator, withItems } from './event-feed.js';
import { feedsRoot, idRoot } from './links.js';
import { declaration, element, textElement } from './xml.js';
import { words } from './words.table.js';

export interface CalendarList {
  /** Weak, with `W/` and quotes. */
  etag: string;
  user: { name: string; email: string };
  /** Title of the user's primary calendar, which stands for the user. */
  author: string;
  calendars: CalendarRecord[];
  /** Query string of the self link, with `?`, or empty. */
  query: string;
}

/** In the order of the recorded feed; lists are not paged (T:query-all-calendars). */
export function calendarFeed(list: CalendarList, context: CalendarContext): string {
  const { version } = context;
  const names = {
    xmlns: atom,
    'xmlns:app': version === 1 ? undefined : app[version],
    'xmlns:gCal': gCal,
    'xmlns:openSearch': openSearch[version],
    'xmlns:gd': gd,
  };
  const attributes = version === 1 ? names : { ...names, 'gd:etag': list.etag, 'gd:kind': 'calendar#calendarFeed' };
  return (
    declaration +
    element(
      'feed',
      attributes,
      head(list, context) + list.calendars.map((record) => calendarEntry(record, context)).join(''),
    )
  );
}

function head(list: CalendarList, context: CalendarContext): string {
  return [
    textElement('id', `${idRoot(context.publicUrl)}/${calendarFeedPath(context.feed)}`),
    textElement('updated', formatUtcMillis(context.now)),
    context.version === 1 ? '' : element('category', { scheme: kindScheme, term: kinds.calendar }),
    textElement('title', titleOf(list, context), context.version === 1 ? { type: 'text' } : {}),
    links(list, context),
    element('author', {}, textElement('name', list.author) + textElement('email', list.user.email)),
    generator,
    textElement('openSearch:startIndex', '1'),
  ].join('');
}

function titleOf({ user }: CalendarList, { language }: CalendarContext): string {
  return words[language].calendars(user.name);
}

/** The metafeed is read-only (Atom reference, "Calendar feeds"). */
function links(list: CalendarList, context: CalendarContext): string {
  const url = `${feedsRoot(context.publicUrl)}/${calendarFeedPath(context.feed)}`;
  const link = (rel: string, href: string): string => element('link', { rel, type: 'application/atom+xml', href });
  return [
    element('link', { rel: 'alternate', type: 'text/html', href: `${context.publicUrl}/calendar/render` }),
    link(rels.feed, url),
    context.feed === 'metafeed' ? '' : link(rels.post, url),
    link('self', url + list.query),
  ].join('');
}

export function calendarFeedJsonc(list: CalendarList, context: CalendarContext): string {
  const url = `${feedsRoot(context.publicUrl)}/${calendarFeedPath(context.feed)}`;
  const members: Record<string, Json> = {
    kind: 'calendar#calendarFeed',
    etag: list.etag,
    id: `${idRoot(context.publicUrl)}/${calendarFeedPath(context.feed)}`,
    updated: formatUtcMillis(context.now),
    title: titleOf(list, context),
    author: { displayName: list.author, email: list.user.email },
    feedLink: url,
    selfLink: url + list.query,
    canPost: context.feed !== 'metafeed',
  };
  return withItems(
    members,
    list.calendars.map((record) => JSON.stringify(calendarJsonc(record))),
  );
}
