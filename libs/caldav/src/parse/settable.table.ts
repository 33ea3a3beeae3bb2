import { forbidden, invalidInput, type ComponentName } from '@dayferry/core';
import { apple, caldav, dav, type ClarkName } from '../clark.js';
import { requireOwner, requireWriter, type CalendarEdit, type EditContext } from './calendar-edit.js';
import { parseTimezone, parseTimezoneId } from './calendar-timezone.js';
import { child, childrenNamed, type XmlElement } from './xml-element.js';

/** Puts one property's new value (null = removed) into the edit; refuses what the viewer may not or the value cannot. */
export type Setter = (edit: CalendarEdit, value: XmlElement | null, context: EditContext) => void;

const XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang';
const longestDescription = 65_536;
export const descriptionLanguage = `${caldav('calendar-description')}/@xml:lang`;
export const symbolicColor = `${apple('calendar-color')}/@symbolic-color`;

/** The properties of a calendar that clients can change. */
export const settable: ReadonlyMap<ClarkName, Setter> = new Map<ClarkName, Setter>([
  [dav('displayname'), setName],
  [caldav('calendar-description'), setDescription],
  [caldav('calendar-timezone'), setTimezone],
  [caldav('calendar-timezone-id'), setTimezoneId],
  [caldav('schedule-calendar-transp'), setTransparency],
  [apple('calendar-color'), setColor],
  [apple('calendar-order'), setOrder],
]);

/** Those that can be given only while a calendar is made (RFC 5689 §3, RFC 4791 §5.2.3). */
export const settableOnce: ReadonlyMap<ClarkName, Setter> = new Map<ClarkName, Setter>([
  [dav('resourcetype'), requireCalendarType],
  [caldav('supported-calendar-component-set'), setComponents],
]);

/** Other collections than calendars do not exist here. */
function requireCalendarType(_: CalendarEdit, value: XmlElement | null): void {
  const types = value?.children.map(({ name }) => name) ?? [];
  if (types.length === 2 && types.includes(dav('collection')) && types.includes(caldav('calendar'))) return;
  throw forbidden('Only calendars can be made: DAV:resourcetype holds DAV:collection and CALDAV:calendar.', {
    code: 'valid-resourcetype',
  });
}

const unusable = (name: string, reason: string, code?: string): Error =>
  invalidInput(name, reason, code === undefined ? {} : { code });

/** The owner names the calendar; another user of it names their own view. */
function setName(edit: CalendarEdit, value: XmlElement | null, context: EditContext): void {
  const { open, viewer } = context;
  const name = value?.text.trim();
  if (open && open.owner.key !== viewer.user?.key) {
    requireWriter(viewer);
    edit.entry.titleOverride = name;
    return;
  }
  requireOwner(context);
  if (name === undefined) throw forbidden('A calendar always has a name.');
  if (name.length > 1024) throw unusable('displayname', 'A name has at most 1024 characters.');
  edit.calendar.title = name;
}

function setDescription(edit: CalendarEdit, value: XmlElement | null, context: EditContext): void {
  requireOwner(context);
  if ((value?.text.length ?? 0) > longestDescription) throw forbidden('A description has at most 65536 characters.');
  edit.calendar.description = value?.text;
  edit.calendarProperties[descriptionLanguage] = value?.attributes.get(XML_LANG)?.slice(0, 64);
}

function setTimezone(edit: CalendarEdit, value: XmlElement | null, context: EditContext): void {
  requireOwner(context);
  if (!value) throw forbidden('A calendar always has a time zone.');
  edit.calendar.timeZone = parseTimezone(value.text, context);
}

function setTimezoneId(edit: CalendarEdit, value: XmlElement | null, context: EditContext): void {
  requireOwner(context);
  if (!value) throw forbidden('A calendar always has a time zone.');
  edit.calendar.timeZone = parseTimezoneId(value.text);
}

function setTransparency(edit: CalendarEdit, value: XmlElement | null, { viewer }: EditContext): void {
  requireWriter(viewer);
  const name = caldav('schedule-calendar-transp');
  const choices = ['opaque', 'transparent'].filter((choice) => value && child(value, caldav(choice)));
  if (value && choices.length !== 1) throw unusable(name, 'The value is CALDAV:opaque or CALDAV:transparent.');
  edit.entryProperties[name] = choices[0];
}

/** Kept exactly as written; Apple's programs write eight digits and a name beside them. */
function setColor(edit: CalendarEdit, value: XmlElement | null, { viewer }: EditContext): void {
  requireWriter(viewer);
  const color = value?.text.trim();
  if (color !== undefined && !/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/i.test(color))
    throw unusable('calendar-color', 'A colour is #RRGGBB or #RRGGBBAA.');
  edit.entry.color = color;
  edit.entryProperties[symbolicColor] = value?.attributes.get('symbolic-color')?.slice(0, 64);
}

function setOrder(edit: CalendarEdit, value: XmlElement | null, { viewer }: EditContext): void {
  requireWriter(viewer);
  const order = value?.text.trim();
  if (order !== undefined && !/^-?\d{1,9}$/.test(order))
    throw unusable('calendar-order', 'The order is a whole number.');
  edit.entry.order = order === undefined ? undefined : Number(order);
}

function setComponents(edit: CalendarEdit, value: XmlElement | null): void {
  const names = value
    ? childrenNamed(value, caldav('comp')).map((comp) => comp.attributes.get('name')?.toUpperCase())
    : [];
  const known = ['VEVENT', 'VTODO', 'VJOURNAL', 'VAVAILABILITY'] as const;
  const components = known.filter((name) => names.includes(name)) as ComponentName[];
  if (components.length === 0 || names.some((name) => !known.some((other) => other === name))) {
    throw unusable(
      'supported-calendar-component-set',
      'A calendar takes VEVENT, VTODO, VJOURNAL and VAVAILABILITY.',
      'supported-calendar-component',
    );
  }
  edit.calendar.components = components;
}
