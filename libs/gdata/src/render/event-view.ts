import { canonicalZone, endOf, mainLocation, type EventData, type EventLocation, type TimePoint } from '@dayferry/core';
import { renderRecurrenceText } from '@dayferry/icalendar';
import {
  emptyView,
  type EventView,
  type PropertyView,
  type WebContentView,
  type WhenView,
  type WhereView,
} from '../parse/event-view.js';
import { positionText } from '../parse/position.js';
import type { EventContext, EventRecord } from './event-record.js';
import { eventAtomId } from './links.js';
import { whoOf } from './people.js';
import { projected } from './projection.js';
import { remindersOf } from './reminders.js';
import { timeText } from './time-text.js';

/** The event as its projection shows it. */
export function viewOf(record: EventRecord, context: EventContext): EventView & { isCut: boolean } {
  return projected(fullView(record, context), context);
}

/** The event as protocol 2 can say it. Defaults are said, as the service did. */
export function fullView(record: EventRecord, context: EventContext): EventView & { isCut: boolean } {
  const { data } = record;
  return {
    ...emptyView(),
    id: record.id,
    ...textsOf(data),
    status: statusOf(record),
    transparency: data.transparency === 'transparent' ? 'transparent' : 'opaque',
    visibility: visibilityOf(data),
    when: whenOf(record, context),
    ...(record.isSeries ? { recurrence: renderRecurrenceText(record.series) } : {}),
    ...originalOf(record, context),
    where: placesOf(data),
    ...geoOf(data),
    ...whoOf(record, context),
    reminders: remindersOf(data),
    properties: [...propertiesOf(data.sharedProperties, false), ...propertiesOf(data.privateProperties, true)],
    ...(data.gadget ? { webContent: webContentOf(data.gadget) } : {}),
    ...permissionsOf(data),
    sequence: data.sequence ?? 0,
    ...(record.isBusy ? {} : { uid: record.uid }),
    foreign: data.shadow?.v2 ?? [],
  };
}

function textsOf({ title, description }: EventData): Pick<EventView, 'title' | 'content'> {
  const { text = '', type } = description ?? {};
  return { title: title ?? '', content: { text, ...(type === 'text/html' ? { isHtml: true } : {}) } };
}

function permissionsOf(data: EventData): Partial<EventView> {
  return {
    anyoneCanAddSelf: data.anyoneCanAddSelf ?? false,
    guestsCanInviteOthers: data.guestsCanInviteOthers ?? true,
    guestsCanModify: data.guestsCanModify ?? false,
    guestsCanSeeGuests: data.guestsCanSeeOtherGuests ?? true,
    ...(data.isPrivateCopy ? { privateCopy: true } : {}),
  };
}

function statusOf({ data, isDeleted }: EventRecord): string {
  if (isDeleted || data.status === 'cancelled') return 'canceled';
  return data.status === 'tentative' ? 'tentative' : 'confirmed';
}

/** Values nobody knows count as private (RFC 5545 §3.8.1.3); JSCalendar's secret is confidential here. */
function visibilityOf(data: EventData): string {
  if (data.isSecret) return 'confidential';
  return data.visibility ?? (data.visibilityLiteral === undefined ? 'default' : 'private');
}

/** The occurrences of a series depend on the window that was asked for and are put in later. */
function whenOf({ data, series, isSeries }: EventRecord, context: EventContext): WhenView[] {
  if (isSeries || !data.start) return [];
  const text = (point: TimePoint): string => timeText(point, context, series.timeZones);
  const hasEnd = data.end !== undefined || data.duration !== undefined;
  const end = hasEnd ? endOf(data, series.timeZones) : undefined;
  return [{ start: text(data.start), ...(end ? { end: text(end) } : {}), ...zonesOf(data.start, end, context) }];
}

/** The event's own zones where times are shown in another one (migration guide, gCal:displayTimezone). */
function zonesOf(start: TimePoint, end: TimePoint | undefined, { zone }: EventContext): Partial<WhenView> {
  const [startZone, endZone] = [start.zone, (end ?? start).zone];
  const isOther = startZone !== zone || endZone !== zone;
  if (!startZone || !endZone || !isOther || !canonicalZone(startZone) || !canonicalZone(endZone)) return {};
  return { startZone, endZone };
}

function originalOf({ original, seriesId, series }: EventRecord, context: EventContext): Pick<EventView, 'original'> {
  if (!original) return {};
  return {
    original: {
      id: seriesId,
      href: eventAtomId({ ...context, version: 1 }, seriesId),
      start: timeText(original, context, series.timeZones),
    },
  };
}

/** The main place always, empty when there is none; further ones when v2 has a word for them. */
function placesOf({ locations }: EventData): WhereView[] {
  const further = (locations ?? []).filter((place) => place.rel !== undefined);
  return [{ value: mainLocation(locations)?.name ?? '' }, ...further.map(furtherPlace)];
}

function furtherPlace({ name, rel, label }: EventLocation): WhereView {
  return { value: name ?? '', rel, ...(label ? { label } : {}) };
}

function geoOf({ locations }: EventData): Pick<EventView, 'geo'> {
  const coordinates = mainLocation(locations)?.coordinates;
  const geo = coordinates === undefined ? undefined : positionText(coordinates);
  return geo === undefined ? {} : { geo };
}

function propertiesOf(properties: Record<string, string> | undefined, isPrivate: boolean): PropertyView[] {
  return Object.entries(properties ?? {}).map(([name, value]) => ({ name, value, isPrivate }));
}

/** Names as v3 has them in the record (mapping: gadget). */
function webContentOf(gadget: NonNullable<EventData['gadget']>): WebContentView {
  const text = (name: string): string | undefined => (typeof gadget[name] === 'string' ? gadget[name] : undefined);
  const count = (name: string): number | undefined => (typeof gadget[name] === 'number' ? gadget[name] : undefined);
  const preferences = gadget.preferences as Record<string, string> | undefined;
  return {
    icon: text('iconLink'),
    title: text('title'),
    type: text('type'),
    url: text('link'),
    width: count('width'),
    height: count('height'),
    display: text('display'),
    preferences,
  };
}
