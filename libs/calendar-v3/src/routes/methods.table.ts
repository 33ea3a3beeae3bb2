import type { ParameterName } from '../parse/parameters.table.js';
import {
  calendarListEntryMembers,
  calendarListMembers,
  calendarMembers,
  eventMembers,
  eventsMembers,
} from '../render/members.table.js';
import { getCalendarListEntry, listCalendarList } from './calendar-list.js';
import { deleteCalendar, getCalendar, insertCalendar, patchCalendar, updateCalendar } from './calendars.js';
import type { Method } from './call.js';
import { patchEvent, updateEvent } from './events-change.js';
import { deleteEvent } from './events-delete.js';
import { getEvent } from './events-get.js';
import { insertEvent } from './events-insert.js';
import { listInstances } from './events-instances.js';
import { listEvents } from './events-list.js';

const event = 'calendars/{calendarId}/events/{eventId}';
const notices: ParameterName[] = ['sendUpdates', 'sendNotifications'];
const writing: ParameterName[] = [
  ...notices,
  'conferenceDataVersion',
  'maxAttendees',
  'supportsAttachments',
  'alwaysIncludeEmail',
];
const paging: ParameterName[] = ['maxResults', 'pageToken'];
const reading: ParameterName[] = ['alwaysIncludeEmail', 'maxAttendees', 'timeZone'];

/** The methods of Calendar API v3 that are served; the router is computed from this table. */
export const methods: readonly Method[] = [
  {
    id: 'calendar.calendarList.list',
    verb: 'GET',
    path: 'users/me/calendarList',
    parameters: [...paging, 'minAccessRole', 'showDeleted', 'showHidden', 'syncToken'],
    members: calendarListMembers,
    handle: listCalendarList,
  },
  {
    id: 'calendar.calendarList.get',
    verb: 'GET',
    path: 'users/me/calendarList/{calendarId}',
    parameters: [],
    members: calendarListEntryMembers,
    handle: getCalendarListEntry,
  },
  {
    id: 'calendar.calendars.insert',
    verb: 'POST',
    path: 'calendars',
    parameters: [],
    members: calendarMembers,
    handle: insertCalendar,
  },
  {
    id: 'calendar.calendars.get',
    verb: 'GET',
    path: 'calendars/{calendarId}',
    parameters: [],
    members: calendarMembers,
    isPublic: true,
    handle: getCalendar,
  },
  {
    id: 'calendar.calendars.update',
    verb: 'PUT',
    path: 'calendars/{calendarId}',
    parameters: [],
    members: calendarMembers,
    handle: updateCalendar,
  },
  {
    id: 'calendar.calendars.patch',
    verb: 'PATCH',
    path: 'calendars/{calendarId}',
    parameters: [],
    members: calendarMembers,
    handle: patchCalendar,
  },
  {
    id: 'calendar.calendars.delete',
    verb: 'DELETE',
    path: 'calendars/{calendarId}',
    parameters: [],
    handle: deleteCalendar,
  },
  {
    id: 'calendar.events.list',
    verb: 'GET',
    path: 'calendars/{calendarId}/events',
    parameters: [
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
    ],
    members: eventsMembers,
    isPublic: true,
    handle: listEvents,
  },
  {
    id: 'calendar.events.insert',
    verb: 'POST',
    path: 'calendars/{calendarId}/events',
    parameters: writing,
    members: eventMembers,
    handle: insertEvent,
  },
  {
    id: 'calendar.events.get',
    verb: 'GET',
    path: event,
    parameters: reading,
    members: eventMembers,
    isPublic: true,
    handle: getEvent,
  },
  {
    id: 'calendar.events.update',
    verb: 'PUT',
    path: event,
    parameters: writing,
    members: eventMembers,
    handle: updateEvent,
  },
  {
    id: 'calendar.events.patch',
    verb: 'PATCH',
    path: event,
    parameters: writing,
    members: eventMembers,
    handle: patchEvent,
  },
  { id: 'calendar.events.delete', verb: 'DELETE', path: event, parameters: notices, handle: deleteEvent },
  {
    id: 'calendar.events.instances',
    verb: 'GET',
    path: `${event}/instances`,
    parameters: [...reading, ...paging, 'originalStart', 'showDeleted', 'timeMax', 'timeMin'],
    members: eventsMembers,
    isPublic: true,
    handle: listInstances,
  },
];
