import { isFloating, type Attendee, type EventData, type SeriesDraft } from '@dayferry/core';
import { shownEmail } from '../render/shown-email.js';

/** What a body alone does not say. The same context reads what was shown and what came back. */
export interface ParseContext {
  /** Of the calendar: for times without offset, and for offsets when the event has no zone yet. */
  calendarZone: string;
  /** Zones of the event's start and end now: v2 says offsets only. */
  zoneHint: { start?: string; end?: string };
  /** The event's times have no zone now. */
  isFloating: boolean;
  /** Zones that the event itself defines. */
  timeZones?: SeriesDraft['timeZones'];
  /** Address shown as the organizer, in lower case. */
  organizerEmail: string;
  /** How the record names the people that were shown, by shown address in lower case. */
  people: ReadonlyMap<string, Identity>;
  /** Keys of further places, by `rel|name`. */
  placeKeys: ReadonlyMap<string, string>;
  /** What the client was shown: guest permissions and further places that a body leaves out stay. */
  shown?: EventData;
  /** The text is our own rendering of the record: limits for new input do not apply to what is there. */
  isOwnView?: boolean;
}

export type Identity = Pick<Attendee, 'address' | 'email' | 'key'>;

export interface ParseContextOptions {
  calendarZone: string;
  ownerEmail: string;
  timeZones?: SeriesDraft['timeZones'];
}

/** For an event that is there (`data`) or one to be made. */
export function parseContext(data: EventData | undefined, options: ParseContextOptions): ParseContext {
  const attendees = data?.attendees ?? [];
  return {
    calendarZone: options.calendarZone,
    zoneHint: zonesOf(data),
    isFloating: data?.start !== undefined && isFloating(data.start),
    timeZones: options.timeZones,
    organizerEmail: (data?.organizer ? shownEmail(data.organizer) : options.ownerEmail).toLowerCase(),
    people: new Map(attendees.map((attendee) => [shownEmail(attendee).toLowerCase(), identityOf(attendee)])),
    placeKeys: new Map(
      (data?.locations ?? []).flatMap(({ key, rel, name }) => (key && rel ? [[`${rel}|${name ?? ''}`, key]] : [])),
    ),
  };
}

function zonesOf(data: EventData | undefined): ParseContext['zoneHint'] {
  const start = data?.start?.zone ?? undefined;
  const end = data?.end?.zone ?? start;
  return { ...(start ? { start } : {}), ...(end ? { end } : {}) };
}

function identityOf({ address, email, key }: Attendee): Identity {
  return {
    ...(address === undefined ? {} : { address }),
    ...(email === undefined ? {} : { email }),
    ...(key === undefined ? {} : { key }),
  };
}
