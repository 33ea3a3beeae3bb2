import {
  canonicalZone,
  type CalendarChanges,
  type ComponentName,
  type EntryChanges,
  type JsonObject,
  type NewCalendar,
} from '@dayferry/core';
import { Members, wrong } from './values.js';

const components: Record<string, ComponentName> = { Event: 'VEVENT', Task: 'VTODO', Journal: 'VJOURNAL' };
const readOnly = ['id', 'href', 'isPrimary', 'role', 'owner', 'created', 'updated', 'isSubscribed'];
const longestTitle = 1024;

/** A new calendar; InvalidInput names the member. Members that the server sets are ignored. */
export function readNewCalendar(source: JsonObject): NewCalendar {
  const members = new Members(source, '');
  const title = titleOf(members);
  if (title === undefined) throw wrong('title', 'is missing.');
  const types = members.raw('types');
  const calendar: NewCalendar = { title, ...shared(members), ...named('color', colorOf(members)) };
  if (types !== undefined) calendar.components = componentsOf(types);
  refuseUnknown(members);
  return calendar;
}

export interface CalendarPatch {
  calendar: CalendarChanges;
  entry: EntryChanges;
}

/** What a PATCH of a calendar asks for: of the calendar itself (its owner's to change), and of one's own settings. */
export function readCalendarPatch(source: JsonObject): CalendarPatch {
  const members = new Members(source, '');
  const calendar: CalendarChanges = { ...named('title', titleOf(members)), ...shared(members) };
  const entry: EntryChanges = {
    ...named('color', colorOf(members)),
    ...named('titleOverride', members.string('name')),
    ...named('isHidden', members.boolean('isHidden')),
    ...named('isSelected', members.boolean('isSelected')),
  };
  refuseUnknown(members);
  return { calendar, entry };
}

function titleOf(members: Members): string | undefined {
  const title = members.string('title');
  if (title !== undefined && (title.trim() === '' || title.length > longestTitle))
    throw wrong('title', `must have 1 to ${longestTitle} characters.`);
  return title;
}

function shared(members: Members): Pick<CalendarChanges, 'description' | 'location' | 'timeZone'> {
  return {
    ...named('description', members.string('description')),
    ...named('location', members.string('location')),
    ...named('timeZone', zoneOf(members)),
  };
}

function zoneOf(members: Members): string | undefined {
  const zone = members.string('timeZone');
  if (zone === undefined) return undefined;
  return canonicalZone(zone) ?? refuse(members, 'timeZone', 'is no IANA time zone.');
}

function colorOf(members: Members): string | undefined {
  const color = members.string('color');
  if (color !== undefined && !/^#[0-9a-f]{6}$/i.test(color)) refuse(members, 'color', 'must be #rrggbb.');
  return color;
}

function componentsOf(value: unknown): ComponentName[] {
  const names = Array.isArray(value) ? (value as unknown[]) : [];
  const found = names.map((name) =>
    typeof name === 'string' && Object.hasOwn(components, name) ? components[name]! : null,
  );
  if (found.length === 0 || found.includes(null)) throw wrong('types', 'must be a list of Event, Task and Journal.');
  return [...new Set(found as ComponentName[])];
}

function refuseUnknown(members: Members): void {
  members.ignore(...readOnly);
  const [name] = Object.keys(members.rest() ?? {});
  if (name !== undefined) throw wrong(name, 'is no property of a calendar.');
}

function refuse(members: Members, name: string, rule: string): never {
  throw wrong(members.at(name), rule);
}

function named<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
