import type { ParameterName } from '../parse/parameters.table.js';

export const paging: ParameterName[] = ['maxResults', 'pageToken'];
export const reading: ParameterName[] = ['alwaysIncludeEmail', 'maxAttendees', 'timeZone'];

/** Of events.list, and of the channel that watches it. */
export const listing: ParameterName[] = [
  ...reading,
  ...paging,
  'eventTypes',
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'showDeleted',
  'showHiddenInvitations',
  'singleEvents',
  'syncToken',
  'timeMax',
  'timeMin',
  'updatedMin',
];
