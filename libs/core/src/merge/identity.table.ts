import type { Alarm, EventLocation, Link, Relation, VirtualLocation } from '../model/event-data.js';
import type { Attendee } from '../model/people.js';
import { durationMinutes } from '../time/duration.js';
import type { ListRule } from './list.js';

const attendees: ListRule<Attendee> = {
  alike: (item) => (item.address ?? item.email ?? item.key ?? item.name ?? '').toLowerCase(),
};

const alarms: ListRule<Alarm> = { alike: (item) => reducedAlarm(item), pairsLeftover: true };

/** The main location is the one protocols with a single place show (mapping: first without `relativeTo: end`). */
const locations: ListRule<EventLocation> = {
  alike: (item, _index, list) =>
    item === mainLocation(list) ? '' : (item.key ?? `${item.rel ?? ''}|${item.name ?? ''}`),
  pairsLeftover: true,
  // Who moves a meeting by a protocol without positions must not leave it where it was on the map.
  ofName: ['coordinates', 'altrep'],
};

const virtualLocations: ListRule<VirtualLocation> = { alike: (item) => item.uri };

const links: ListRule<Link> = { alike: (item) => (item.isEventUrl ? '' : `${item.rel ?? ''}|${item.href}`) };

const relatedTo: ListRule<Relation & { key?: string }> = { alike: (item) => item.uid };

/** Lists that are merged element by element. */
export const listRules = { attendees, alarms, locations, virtualLocations, links, relatedTo };

/** First location that is not the end's and not an alternative; absent when there is none. */
export function mainLocation(list: EventLocation[] | undefined): EventLocation | undefined {
  return list?.find((item) => item.relativeTo !== 'end' && item.rel === undefined);
}

/** v2 and v3 show an alarm as a method and minutes before the start; everything else by its trigger. */
function reducedAlarm(alarm: Alarm): string {
  const method = alarm.action === 'email' || alarm.action === 'sms' ? alarm.action : 'popup';
  if ('offset' in alarm.trigger)
    return `${method}|${alarm.trigger.relativeTo ?? 'start'}|${durationMinutes(alarm.trigger.offset)}`;
  return `${method}|${JSON.stringify(alarm.trigger)}`;
}
