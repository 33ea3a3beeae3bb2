import { invalidInput } from '@dayferry/core';
import { gCal, gd } from '../namespaces.table.js';
import { serialiseForeign } from '../render/foreign-element.js';
import { booleanValue, eventWord, integerAttribute } from './attributes.js';
import type {
  OriginalView,
  ReminderView,
  TextView,
  WebContentView,
  WhenView,
  WhereView,
  WhoView,
} from './event-view.js';
import type { XmlElement } from './read-xml.js';
import { childNamed, childrenNamed, elements, textOf } from './xml-element.js';

/** Atom text: plain, escaped HTML, or XHTML whose markup is part of the text. */
export function readText(element: XmlElement): TextView {
  const { type } = element.attributes;
  if (type === 'xhtml') return { text: elements(element).map(serialiseForeign).join(''), isHtml: true };
  return type === 'html' || type === 'text/html' ? { text: textOf(element), isHtml: true } : { text: textOf(element) };
}

/** A title is plain text; markup in an HTML one is taken out. */
export function titleText(element: XmlElement): string {
  const text = textOf(element);
  return element.attributes.type === 'html' ? text.replaceAll(/<[^<>]*>/g, '') : text;
}

export function readWhen(element: XmlElement): WhenView {
  const { startTime, endTime } = element.attributes;
  if (!startTime) throw invalidInput('gd:when@startTime', 'gd:when needs a startTime.', { code: 'invalidDatetime' });
  const zone = childNamed(element, `{${gCal}}displayTimezone`)?.attributes;
  return {
    start: startTime.trim(),
    ...(endTime ? { end: endTime.trim() } : {}),
    ...(zone?.start ? { startZone: zone.start } : {}),
    ...(zone?.end ? { endZone: zone.end } : {}),
  };
}

export function readOriginal(element: XmlElement): OriginalView {
  const { id, href } = element.attributes;
  const start = childNamed(element, `{${gd}}when`)?.attributes.startTime;
  return { ...(id ? { id } : {}), ...(href ? { href } : {}), ...(start ? { start: start.trim() } : {}) };
}

/** Clients write `rel=''` and `label=''` for none. */
export function readWhere(element: XmlElement): WhereView {
  const { valueString, rel, label } = element.attributes;
  return { value: valueString ?? '', ...(rel ? { rel: eventWord(rel) } : {}), ...(label ? { label } : {}) };
}

export function readWho(element: XmlElement): WhoView {
  const { email, valueString, rel } = element.attributes;
  const word = (name: string): string | undefined => childNamed(element, `{${gd}}${name}`)?.attributes.value;
  const [status, type] = [word('attendeeStatus'), word('attendeeType')];
  const guests = childNamed(element, `{${gCal}}additionalGuests`);
  const additionalGuests = guests && integerAttribute(guests, 'value', 'gCal:additionalGuests');
  const isResource = booleanValue(childNamed(element, `{${gCal}}resource`), 'gCal:resource');
  return {
    ...(email ? { email: email.trim() } : {}),
    ...(valueString ? { name: valueString } : {}),
    ...(rel ? { rel: eventWord(rel) } : {}),
    ...(status ? { status: eventWord(status) } : {}),
    ...(type ? { type: eventWord(type) } : {}),
    ...(additionalGuests === undefined ? {} : { additionalGuests }),
    ...(isResource === undefined ? {} : { isResource }),
  };
}

export function readReminder(element: XmlElement): ReminderView {
  const { absoluteTime, method } = element.attributes;
  const count = (name: 'minutes' | 'hours' | 'days'): ReminderView => {
    const value = integerAttribute(element, name, 'gd:reminder');
    return value === undefined ? {} : { [name]: value };
  };
  return {
    ...count('minutes'),
    ...count('hours'),
    ...count('days'),
    ...(absoluteTime ? { absoluteTime: absoluteTime.trim() } : {}),
    ...(method ? { method } : {}),
  };
}

/** A Calendar Event Gadget: the icon is the link's own address, the rest is inside. */
export function readWebContent(link: XmlElement): WebContentView {
  const { href, title, type } = link.attributes;
  const content = childNamed(link, `{${gCal}}webContent`);
  const width = content && integerAttribute(content, 'width', 'gCal:webContent');
  const height = content && integerAttribute(content, 'height', 'gCal:webContent');
  const { url, display } = content?.attributes ?? {};
  return {
    ...(href ? { icon: href } : {}),
    ...(title ? { title } : {}),
    ...(type ? { type } : {}),
    ...(url ? { url } : {}),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(display ? { display } : {}),
    ...preferences(content),
  };
}

/** The reference calls the element webContentGadgetPrefs in its text and webContentGadgetPref in its schema. */
function preferences(content: XmlElement | undefined): Pick<WebContentView, 'preferences'> {
  if (!content) return {};
  const list = ['webContentGadgetPref', 'webContentGadgetPrefs'].flatMap((name) =>
    childrenNamed(content, `{${gCal}}${name}`),
  );
  const pairs = list.flatMap(({ attributes: { name, value } }) => (name === undefined ? [] : [[name, value ?? '']]));
  return pairs.length > 0 ? { preferences: Object.fromEntries(pairs) as Record<string, string> } : {};
}
