import type { EventData } from '@dayferry/core';

/** Prefix of members that JSCalendar has no place for (RFC 8984 §3.3). */
export const vendor = 'gateway.example:';
export const extendedProperties = `${vendor}extendedProperties`;
/** The original server's own prefix and member. */
export const customFields = 'egroupware.org:customfields';

/** Canonical members that are carried as they are, by the name of their JSCalendar member. */
export const carriedMembers = {
  mayInviteOthers: 'guestsCanInviteOthers',
  mayInviteSelf: 'anyoneCanAddSelf',
  [`${vendor}guestsCanModify`]: 'guestsCanModify',
  [`${vendor}locked`]: 'isLocked',
  [`${vendor}privateCopy`]: 'isPrivateCopy',
  [`${vendor}conferenceData`]: 'conference',
  [`${vendor}gadget`]: 'gadget',
  [`${vendor}eventType`]: 'eventType',
  [`${vendor}eventTypeProperties`]: 'eventTypeProperties',
  useDefaultAlerts: 'useDefaultAlarms',
  localizations: 'localizations',
  locale: 'locale',
  title: 'title',
} as const satisfies Record<string, keyof EventData>;

/** What JSON type each of them has. */
export const carriedTypes: Record<string, 'boolean' | 'string' | 'object'> = {
  mayInviteOthers: 'boolean',
  mayInviteSelf: 'boolean',
  [`${vendor}guestsCanModify`]: 'boolean',
  [`${vendor}locked`]: 'boolean',
  [`${vendor}privateCopy`]: 'boolean',
  [`${vendor}conferenceData`]: 'object',
  [`${vendor}gadget`]: 'object',
  [`${vendor}eventType`]: 'string',
  [`${vendor}eventTypeProperties`]: 'object',
  useDefaultAlerts: 'boolean',
  localizations: 'object',
  locale: 'string',
  title: 'string',
};
