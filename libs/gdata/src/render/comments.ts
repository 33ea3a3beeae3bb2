import { formatUtcMillis } from '@dayferry/core';
import { atom, kinds, kindScheme, openSearch, rels } from '../namespaces.table.js';
import type { EventContext } from './event-record.js';
import { eventUrl, feedsRoot, idRoot } from './links.js';
import { declaration, element, textElement } from './xml.js';
import { words } from './words.table.js';

const type = 'application/atom+xml';

/** Nobody can comment any more: an empty feed for every event (developer's guide, "Comments"). */
export function commentFeed(
  id: string,
  { title, updated }: { title: string; updated: number },
  context: EventContext,
): string {
  const names = { xmlns: atom, 'xmlns:openSearch': openSearch[context.version] };
  return declaration + element('feed', names, content(id, { title, updated }, context) + counts);
}

/** The same inside a gd:feedLink of the composite projection. */
export function inlineCommentFeed(
  id: string,
  event: { title: string; updated: number },
  context: EventContext,
): string {
  return element('feed', {}, content(id, event, context));
}

const counts = [
  textElement('openSearch:totalResults', '0'),
  textElement('openSearch:startIndex', '1'),
  textElement('openSearch:itemsPerPage', '25'),
].join('');

function content(id: string, { title, updated }: { title: string; updated: number }, context: EventContext): string {
  const url = commentsUrl(id, context);
  return [
    textElement('id', url.replace(feedsRoot(context.publicUrl), idRoot(context.publicUrl))),
    textElement('updated', formatUtcMillis(updated)),
    element('category', { scheme: kindScheme, term: kinds.message }),
    textElement('title', words[context.language].comments(title), { type: 'text' }),
    element('link', { rel: 'alternate', type: 'text/html', href: url, title: 'alternate' }),
    element('link', { rel: rels.feed, type, href: url }),
    element('link', { rel: 'self', type, href: url }),
  ].join('');
}

export function commentsUrl(id: string, context: EventContext): string {
  return `${eventUrl(context, id)}/comments`;
}
