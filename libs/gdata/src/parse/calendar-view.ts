import { canonicalZone, invalidInput } from '@dayferry/core';
import { atom, gCal, gd } from '../namespaces.table.js';
import { parseBoolean } from './attributes.js';
import { titleText } from './event-elements.js';
import type { Members } from './read-json.js';
import type { XmlElement } from './read-xml.js';
import { childNamed, textOf } from './xml-element.js';

/** A calendar as a body says it; absent means that it did not say. */
export interface CalendarView {
  /** Calendar id, lower case. */
  id?: string;
  title?: string;
  summary?: string;
  location?: string;
  /** IANA name. */
  timeZone?: string;
  /** `#RRGGBB`, upper case. */
  color?: string;
  isHidden?: boolean;
  isSelected?: boolean;
  overrideName?: string;
}

export function readCalendarEntry(root: XmlElement): CalendarView {
  if (root.name !== `{${atom}}entry`)
    throw invalidInput('body', 'The body must be an Atom entry.', { code: 'atomFormatRequired' });
  const text = (name: string): string | undefined => {
    const element = childNamed(root, `{${atom}}${name}`);
    return element && (name === 'title' ? titleText(element) : textOf(element));
  };
  // The client libraries write the last name in small letters, the reference prints it with a capital.
  const value = (name: string): string | undefined => childNamed(root, `{${gCal}}${name}`)?.attributes.value;
  return checked({
    id: text('id'),
    title: text('title'),
    summary: text('summary'),
    location: childNamed(root, `{${gd}}where`)?.attributes.valueString,
    timeZone: value('timezone'),
    color: value('color'),
    isHidden: flag(value('hidden'), 'gCal:hidden'),
    isSelected: flag(value('selected'), 'gCal:selected'),
    overrideName: value('overrideName') ?? value('overridename'),
  });
}

export function readCalendarJsonc(data: Members): CalendarView {
  return checked({
    id: data.text('id'),
    title: data.text('title'),
    summary: data.text('details'),
    location: data.text('location'),
    timeZone: data.text('timeZone'),
    color: data.text('color'),
    isHidden: data.flag('hidden'),
    isSelected: data.flag('selected'),
    overrideName: data.text('overrideName'),
  });
}

function flag(text: string | undefined, path: string): boolean | undefined {
  return text === undefined ? undefined : parseBoolean(text, path);
}

type Said = { [Name in keyof CalendarView]: CalendarView[Name] | undefined };

function checked({ id, color, timeZone, ...rest }: Said): CalendarView {
  const view: Said = {
    ...rest,
    id: id && idOf(id),
    color: color && colorOf(color),
    timeZone: timeZone && zoneOf(timeZone),
  };
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
}

/** The bare id, encoded or not, or the address that has it last. */
function idOf(text: string): string {
  const last = text.trim().split('/').at(-1)!;
  try {
    return decodeURIComponent(last).toLowerCase();
  } catch {
    return last.toLowerCase();
  }
}

function colorOf(text: string): string {
  const color = text.trim().toUpperCase();
  if (/^#[0-9A-F]{6}$/.test(color)) return color;
  throw invalidInput('gCal:color', 'A colour is written #RRGGBB.', { code: 'invalidAttributeValue' });
}

function zoneOf(text: string): string {
  const zone = canonicalZone(text.trim().replaceAll(' ', '_'));
  if (zone !== null) return zone;
  throw invalidInput('gCal:timezone', `Unknown time zone ${text.slice(0, 64)}.`, { code: 'invalidAttributeValue' });
}
