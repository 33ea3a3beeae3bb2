import type { EventView, ReminderView, WebContentView, WhereView, WhoView } from '../parse/event-view.js';
import { app, atom, gCal, gd, georss, gml, kinds, kindScheme, realms, rels } from '../namespaces.table.js';
import type { EventContext, EventRecord } from './event-record.js';
import { basicHtml } from './basic-html.js';
import { commentsUrl, inlineCommentFeed } from './comments.js';
import { fullView, viewOf } from './event-view.js';
import { occurrenceMark, withOccurrences } from './occurrence-list.js';
import { isFull } from './projection.js';
import { alternateUrl, editUrl, eventAtomId, eventUrl } from './links.js';
import { formatUtcMillis } from '@dayferry/core';
import { declaration, element, textElement, valueElement, type Attributes } from './xml.js';

/** A document of its own, of the text of an entry. */
export function eventDocument(entry: string, version: 1 | 2): string {
  return `${opening[version]}${withOccurrences(entry, 'atom', []).slice('<entry'.length)}`;
}

function documentOpening(version: 1 | 2): string {
  return `${declaration}<entry xmlns='${atom}' xmlns:app='${app[version]}' xmlns:gCal='${gCal}' xmlns:gd='${gd}'`;
}

const opening = { 1: documentOpening(1), 2: documentOpening(2) };

/** One entry of a feed that has declared the namespaces. */
export function eventEntry(record: EventRecord, context: EventContext): string {
  return element('entry', entryAttributes(record, context.version), content(record, context));
}

function entryAttributes({ etag }: EventRecord, version: 1 | 2): Attributes {
  return version === 1 ? {} : { 'gd:etag': `"${etag}"`, 'gd:kind': 'calendar#event' };
}

/** All children of an event entry, in the order of the recorded answers (T:event-insert). */
function content(record: EventRecord, context: EventContext): string {
  const { projection } = context;
  const view = viewOf(record, context);
  return [
    metadata(record, context),
    projection === 'basic' ? basicText(record, context) : title(view, context),
    links(record, view, context),
    author(record, context),
    isFull(projection) ? comments(record, view, context) : '',
    ...details(record, view, context),
    whens(view),
    eventValue('gd:transparency', view.transparency),
    eventValue('gd:visibility', view.visibility),
    flags(view),
    ...view.foreign,
  ].join('');
}

function details(record: EventRecord, view: EventView, { projection }: EventContext): string[] {
  const showsTimes = projection !== 'basic' && projection !== 'attendees-only';
  return [
    eventValue('gd:eventStatus', view.status),
    ...view.properties.map(({ name, value, isPrivate }) =>
      element('gd:extendedProperty', { name, ...(isPrivate ? { realm: realms.calendar } : {}), value }),
    ),
    originalEvent(view),
    view.recurrence === undefined ? '' : textElement('gd:recurrence', view.recurrence.replaceAll('\r\n', '\n')),
    ...view.where.map(where),
    geo(view),
    ...view.who.map(who),
    record.isSeries && showsTimes ? occurrenceMark : '',
  ];
}

/** A link to the comments; the composite projection has their feed inside, and the changed instances of a series. */
function comments(record: EventRecord, view: EventView, context: EventContext): string {
  const isComposite = context.projection === 'composite';
  const event = { title: view.title ?? '', updated: record.updated };
  const inside = isComposite ? inlineCommentFeed(record.id, event, context) : '';
  const link = element('gd:feedLink', { href: commentsUrl(record.id, context) }, inside);
  const exceptions = (record.exceptions ?? []).map((exception) => recurrenceException(exception, context));
  return element('gd:comments', {}, link) + exceptions.join('');
}

function recurrenceException(record: EventRecord, context: EventContext): string {
  const entry = eventEntry(record, context);
  return element(
    'gd:recurrenceException',
    { specialized: 'true' },
    element('gd:entryLink', { href: eventUrl(context, record.id) }, entry) + originalEvent(viewOf(record, context)),
  );
}

function basicText(record: EventRecord, context: EventContext): string {
  const view = fullView(record, context);
  const { summary, content: text } = basicHtml(view, context);
  const html = { type: 'html' };
  return (
    textElement('title', view.title ?? '', html) +
    textElement('summary', summary, html) +
    textElement('content', text, html)
  );
}

function metadata(record: EventRecord, context: EventContext): string {
  const updated = formatUtcMillis(record.updated);
  return [
    textElement('id', eventAtomId(context, record.id)),
    textElement('published', formatUtcMillis(record.created)),
    textElement('updated', updated),
    context.version === 1 ? '' : textElement('app:edited', updated),
    element('category', { scheme: kindScheme, term: kinds.event }),
  ].join('');
}

/** Protocol 1 names the type of every text. */
function title(view: EventView, { version }: EventContext): string {
  const plain = version === 1 ? { type: 'text' } : {};
  return (
    textElement('title', view.title ?? '', plain) +
    textElement('content', view.content?.text ?? '', view.content?.isHtml ? { type: 'html' } : plain)
  );
}

function links(record: EventRecord, view: EventView & { isCut: boolean }, context: EventContext): string {
  const type = 'application/atom+xml';
  return [
    element('link', {
      rel: 'alternate',
      type: 'text/html',
      href: alternateUrl(context, record.id),
      title: 'alternate',
    }),
    element('link', { rel: 'self', type, href: eventUrl(context, record.id) }),
    context.canEdit ? element('link', { rel: 'edit', type, href: editUrl(context, record, view.isCut) }) : '',
    view.webContent ? webContent(view.webContent) : '',
  ].join('');
}

function webContent({ icon, title: text, type, url, width, height, display, preferences }: WebContentView): string {
  const list = Object.entries(preferences ?? {}).map(([name, value]) =>
    element('gCal:webContentGadgetPref', { name, value }),
  );
  const content = element('gCal:webContent', { display, height, url, width }, list.join(''));
  return element('link', { rel: rels.webContent, type, href: icon ?? '', title: text }, content);
}

function author({ creator }: EventRecord, { owner }: EventContext): string {
  const { name, email } = creator ?? owner;
  return element('author', {}, textElement('name', name ?? email ?? '') + (email ? textElement('email', email) : ''));
}

function eventValue(name: string, word: string | undefined): string {
  return word === undefined ? '' : element(name, { value: `${gd}#event.${word}` });
}

function originalEvent({ original }: EventView): string {
  if (!original) return '';
  return element(
    'gd:originalEvent',
    { href: original.href, id: original.id },
    element('gd:when', { startTime: original.start }),
  );
}

function where({ value, rel, label }: WhereView): string {
  return element('gd:where', { label, rel: rel && `${gd}#event.${rel}`, valueString: value });
}

function geo(view: EventView): string {
  if (view.geo === undefined) return '';
  const point = element('gml:Point', {}, textElement('gml:pos', view.geo));
  return element('georss:where', { 'xmlns:georss': georss, 'xmlns:gml': gml }, point);
}

function who({ email, rel, name, status, type, additionalGuests, isResource }: WhoView): string {
  const children = [
    eventValue('gd:attendeeStatus', status),
    eventValue('gd:attendeeType', type),
    valueElement('gCal:additionalGuests', additionalGuests),
    valueElement('gCal:resource', isResource),
  ];
  return element(
    'gd:who',
    { email, rel: `${gd}#event.${rel ?? 'attendee'}`, valueString: name ?? email },
    children.join(''),
  );
}

/** Reminders are inside the gd:when of a single event, and beside those of a series. */
function whens(view: EventView): string {
  const reminders = view.reminders.map(reminder).join('');
  const inside = view.recurrence === undefined && view.when.length === 1;
  const list = view.when.map(({ start, end, startZone, endZone }) => {
    const zones = startZone === undefined ? '' : element('gCal:displayTimezone', { end: endZone, start: startZone });
    return element('gd:when', { endTime: end, startTime: start }, zones + (inside ? reminders : ''));
  });
  return list.join('') + (inside ? '' : reminders);
}

function reminder({ absoluteTime, days, hours, method, minutes }: ReminderView): string {
  return element('gd:reminder', { absoluteTime, days, hours, method, minutes });
}

function flags(view: EventView): string {
  return [
    valueElement('gCal:anyoneCanAddSelf', view.anyoneCanAddSelf),
    valueElement('gCal:guestsCanInviteOthers', view.guestsCanInviteOthers),
    valueElement('gCal:guestsCanModify', view.guestsCanModify),
    valueElement('gCal:guestsCanSeeGuests', view.guestsCanSeeGuests),
    valueElement('gCal:privateCopy', view.privateCopy),
    valueElement('gCal:sequence', view.sequence),
    valueElement('gCal:uid', view.uid),
  ].join('');
}
