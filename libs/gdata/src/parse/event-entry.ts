import { invalidInput } from '@dayferry/core';
import { atom, batch, gCal, gd, georss, gml, ianaRel, kindScheme, realms, rels } from '../namespaces.table.js';
import { serialiseForeign } from '../render/foreign-element.js';
import { booleanValue, eventWord, integerAttribute } from './attributes.js';
import { emptyView, type EventView } from './event-view.js';
import {
  readOriginal,
  readReminder,
  readText,
  readWebContent,
  readWhen,
  readWhere,
  readWho,
  titleText,
} from './event-elements.js';
import type { XmlElement } from './read-xml.js';
import { childNamed, elements, namespaceOf, textOf } from './xml-element.js';

type Reader = (view: EventView, element: XmlElement) => void;

const word =
  (name: 'status' | 'transparency' | 'visibility'): Reader =>
  (view, element) => {
    const value = element.attributes.value;
    if (value !== undefined) view[name] = eventWord(value);
  };

type FlagName =
  | 'anyoneCanAddSelf'
  | 'guestsCanInviteOthers'
  | 'guestsCanModify'
  | 'guestsCanSeeGuests'
  | 'privateCopy'
  | 'quickAdd'
  | 'sendEventNotifications'
  | 'syncEvent';

const flag =
  (name: FlagName): Reader =>
  (view, element) => {
    const value = booleanValue(element, `gCal:${name}`);
    if (value !== undefined) view[name] = value;
  };

const ignored: Reader = () => undefined;

/** Elements that the server makes itself, or that are requests of features elsewhere, and the readers of all others. */
const readers: Record<string, Reader> = {
  [`{${atom}}id`]: (view, element) => setId(view, textOf(element)),
  [`{${atom}}title`]: (view, element) => void (view.title = titleText(element)),
  [`{${atom}}content`]: (view, element) => void (view.content = readText(element)),
  [`{${atom}}category`]: readCategory,
  [`{${atom}}link`]: readLink,
  [`{${atom}}published`]: ignored,
  [`{${atom}}updated`]: ignored,
  [`{${atom}}author`]: ignored,
  [`{${gd}}comments`]: ignored,
  [`{${gd}}deleted`]: ignored,
  [`{${gd}}recurrenceException`]: ignored,
  [`{${gd}}eventStatus`]: word('status'),
  [`{${gd}}transparency`]: word('transparency'),
  [`{${gd}}visibility`]: word('visibility'),
  [`{${gd}}when`]: readWhenWithReminders,
  [`{${gd}}recurrence`]: (view, element) => void (view.recurrence = textOf(element)),
  [`{${gd}}originalEvent`]: (view, element) => void (view.original = readOriginal(element)),
  [`{${gd}}where`]: (view, element) => void view.where.push(readWhere(element)),
  [`{${gd}}who`]: (view, element) => void view.who.push(readWho(element)),
  [`{${gd}}reminder`]: (view, element) => void view.reminders.push(readReminder(element)),
  [`{${gd}}extendedProperty`]: readProperty,
  [`{${gCal}}anyoneCanAddSelf`]: flag('anyoneCanAddSelf'),
  [`{${gCal}}guestsCanInviteOthers`]: flag('guestsCanInviteOthers'),
  [`{${gCal}}guestsCanModify`]: flag('guestsCanModify'),
  [`{${gCal}}guestsCanSeeGuests`]: flag('guestsCanSeeGuests'),
  [`{${gCal}}privateCopy`]: flag('privateCopy'),
  [`{${gCal}}quickadd`]: flag('quickAdd'),
  [`{${gCal}}syncEvent`]: flag('syncEvent'),
  [`{${gCal}}sendEventNotifications`]: flag('sendEventNotifications'),
  [`{${gCal}}timezone`]: ignored,
  [`{${gCal}}sequence`]: (view, element) => setSequence(view, element),
  [`{${gCal}}uid`]: (view, element) => void (view.uid = element.attributes.value),
  [`{${georss}}where`]: readGeo,
};

/** Reads an Atom event entry. Elements without a reader are kept as `foreign`; order and prefixes do not matter. */
export function readEventEntry(root: XmlElement): EventView {
  if (root.name !== `{${atom}}entry`) {
    throw invalidInput('body', 'The body must be an Atom entry.', { code: 'atomFormatRequired' });
  }
  const view = emptyView();
  const etag = root.attributes[`{${gd}}etag`];
  if (etag !== undefined) view.etag = etag;
  for (const child of elements(root)) readChild(view, child);
  return view;
}

function readChild(view: EventView, child: XmlElement): void {
  const reader = readers[child.name];
  if (reader) reader(view, child);
  else if (!isServerOwned(child)) view.foreign.push(serialiseForeign(child));
}

/** `app:edited` in either version's namespace, and what a batch entry carries. */
function isServerOwned({ name }: XmlElement): boolean {
  return name.endsWith('}edited') || namespaceOf(name) === batch;
}

/** A point; other shapes of GeoRSS the service never had. */
function readGeo(view: EventView, element: XmlElement): void {
  const point = childNamed(element, `{${gml}}Point`);
  const position = point && childNamed(point, `{${gml}}pos`);
  if (position) view.geo = textOf(position);
}

function setId(view: EventView, text: string): void {
  const id = text.trim().split('/').at(-1);
  if (id) view.id = id;
}

function setSequence(view: EventView, element: XmlElement): void {
  const value = integerAttribute(element, 'value', 'gCal:sequence');
  if (value !== undefined) view.sequence = value;
}

/** The kind says nothing new; a category of another scheme is the client's own. */
function readCategory(view: EventView, element: XmlElement): void {
  if (element.attributes.scheme !== kindScheme) view.foreign.push(serialiseForeign(element));
}

const ownRels = new Set<string>(['self', 'edit', 'alternate', 'next', 'previous', rels.feed, rels.post, rels.batch]);

/** A client may name the iCalendar source of what it copies (Atom reference, links). */
function readLink(view: EventView, element: XmlElement): void {
  const rel = (element.attributes.rel ?? 'alternate').replace(ianaRel, '');
  const isOwn = ownRels.has(rel) && element.attributes.type !== 'text/calendar';
  if (rel === rels.webContent) view.webContent = readWebContent(element);
  else if (!isOwn) view.foreign.push(serialiseForeign(element));
}

function readWhenWithReminders(view: EventView, element: XmlElement): void {
  view.when.push(readWhen(element));
  for (const child of elements(element)) {
    if (child.name === `{${gd}}reminder`) view.reminders.push(readReminder(child));
  }
}

/** A property with XML inside instead of a value is kept as it is. */
function readProperty(view: EventView, element: XmlElement): void {
  const { name, value, realm } = element.attributes;
  if (name === undefined)
    throw invalidInput('gd:extendedProperty@name', 'An extended property needs a name.', {
      code: 'invalidAttributeValue',
    });
  if (value === undefined && elements(element).length > 0) view.foreign.push(serialiseForeign(element));
  else view.properties.push({ name, value: value ?? '', isPrivate: realm === realms.calendar });
}
