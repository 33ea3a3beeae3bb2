import type { EventData } from '@dayferry/core';

/** Canonical members without a native place in iCalendar, and the property that carries each (mapping rule 5). */
export const flagCarriers = {
  'x-dayferry-guests-can-modify': 'guestsCanModify',
  'x-dayferry-guests-can-invite-others': 'guestsCanInviteOthers',
  'x-dayferry-guests-can-see-other-guests': 'guestsCanSeeOtherGuests',
  'x-dayferry-anyone-can-add-self': 'anyoneCanAddSelf',
  'x-dayferry-locked': 'isLocked',
  'x-dayferry-private-copy': 'isPrivateCopy',
  'x-dayferry-default-alarm': 'useDefaultAlarms',
  'x-dayferry-secret': 'isSecret',
} as const satisfies Record<string, keyof EventData>;

/** Carried as JSON text. */
export const jsonCarriers = {
  'x-dayferry-conference': 'conference',
  'x-dayferry-gadget': 'gadget',
  'x-dayferry-event-type': 'eventType',
  'x-dayferry-event-type-properties': 'eventTypeProperties',
  'x-dayferry-localizations': 'localizations',
} as const satisfies Record<string, keyof EventData>;

export const extendedCarrier = 'x-dayferry-ext';
export const colorCarrier = 'x-dayferry-color-id';
export const locationCarrier = 'x-dayferry-location';
export const participantCarrier = 'x-dayferry-participant';
export const alarmCarrier = 'x-dayferry-event-alarm';
/** draft-ietf-calext-jscalendar-icalendar: an unknown JSCalendar member, with its pointer as parameter. */
export const jsCarrier = 'jsprop';
/** Says that the text was made by a server that writes carriers; its absence means that a client dropped them. */
export const carrierMarker = 'x-dayferry-carrier';

/** On a VTIMEZONE that was made here, so that it is not taken for a client's own. */
export const madeHere = 'x-dayferry-generated';

export function isCarrier(name: string): boolean {
  return name.startsWith('x-dayferry-') || name === jsCarrier;
}
