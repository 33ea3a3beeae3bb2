import { app, atom, gCal, gd, kinds, kindScheme, rels } from '../namespaces.table.js';
import type { CalendarContext, CalendarRecord } from './calendar-record.js';
import { declaration, element, textElement, valueElement, type Attributes } from './xml.js';

const type = 'application/atom+xml';

export function calendarDocument(record: CalendarRecord, context: CalendarContext): string {
  const names = { xmlns: atom, 'xmlns:app': app[context.version], 'xmlns:gCal': gCal, 'xmlns:gd': gd };
  const entry = content(record, context, alone(context));
  return declaration + element('entry', { ...names, ...attributes(record, context) }, entry);
}

export function calendarEntry(record: CalendarRecord, context: CalendarContext): string {
  return element('entry', attributes(record, context), content(record, context, listed));
}

function attributes({ etag }: CalendarRecord, { version }: CalendarContext): Attributes {
  return version === 1 ? {} : { 'gd:etag': etag, 'gd:kind': 'calendar#calendar' };
}

/** What the service wrote otherwise in an entry of a list and in one by itself (T:query-own-calendars, -setup). */
interface Form {
  text: Attributes;
  contentType: string;
}

const listed: Form = { text: { type: 'text' }, contentType: type };

function alone({ version }: CalendarContext): Form {
  return version === 1 ? listed : { text: {}, contentType: `${type};type=feed` };
}

/** In the order of the recorded entries (T:query-own-calendars). */
function content(record: CalendarRecord, context: CalendarContext, { text, contentType }: Form): string {
  const isFirst = context.version === 1;
  return [
    textElement('id', record.atomId),
    textElement('published', record.published),
    textElement('updated', record.updated),
    isFirst ? '' : textElement('app:edited', record.updated),
    isFirst ? '' : element('category', { scheme: kindScheme, term: kinds.calendar }),
    textElement('title', record.title, text),
    record.summary === undefined ? '' : textElement('summary', record.summary, text),
    // libgdata finds the event feed here and nowhere else.
    isFirst ? '' : element('content', { type: contentType, src: record.eventFeed }),
    links(record, context),
    element(
      'author',
      {},
      textElement('name', record.author.name) + (record.author.email ? textElement('email', record.author.email) : ''),
    ),
    settings(record),
  ].join('');
}

function links(record: CalendarRecord, { feed }: CalendarContext): string {
  const link = (rel: string, href: string | undefined): string =>
    href === undefined ? '' : element('link', { rel, type, href });
  return [
    link('alternate', record.eventFeed),
    link(rels.eventFeed, record.eventFeed),
    link(rels.accessControlList, record.accessControlList),
    link('self', record.self),
    feed === 'metafeed' ? '' : link('edit', record.self),
  ].join('');
}

function settings(record: CalendarRecord): string {
  return [
    valueElement('gCal:accesslevel', record.accessLevel),
    valueElement('gCal:color', record.color),
    valueElement('gCal:hidden', record.isHidden),
    valueElement('gCal:overrideName', record.overrideName),
    valueElement('gCal:selected', record.isSelected),
    valueElement('gCal:timezone', record.timeZone),
    valueElement('gCal:timesCleaned', record.timesCleaned),
    record.location === undefined ? '' : element('gd:where', { valueString: record.location }),
  ].join('');
}
