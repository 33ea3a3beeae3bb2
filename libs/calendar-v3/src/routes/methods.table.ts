import type { ParameterName } from '../parse/parameters.table.js';
import {
  aclMembers,
  aclRuleMembers,
  calendarListEntryMembers,
  calendarListMembers,
  calendarMembers,
  colorsMembers,
  eventMembers,
  eventsMembers,
  freeBusyMembers,
  settingMembers,
  settingsMembers,
} from '../render/members.table.js';
import { changeRule, deleteRule, getRule, insertRule, listAcl } from './acl.js';
import { deleteEntry, insertEntry, patchEntry, updateEntry } from './calendar-list-change.js';
import { getCalendarListEntry, listCalendarList } from './calendar-list.js';
import {
  clearCalendar,
  deleteCalendar,
  getCalendar,
  insertCalendar,
  patchCalendar,
  updateCalendar,
} from './calendars.js';
import type { Method } from './call.js';
import { channelMethods } from './channel-methods.table.js';
import { getColors } from './colors.js';
import { patchEvent, updateEvent } from './events-change.js';
import { deleteEvent } from './events-delete.js';
import { getEvent } from './events-get.js';
import { insertEvent } from './events-insert.js';
import { importEvent } from './events-import.js';
import { moveEvent } from './events-move.js';
import { listInstances } from './events-instances.js';
import { listEvents } from './events-list.js';
import { quickAddEvent } from './events-quick-add.js';
import { queryFreeBusy } from './free-busy.js';
import { listing, paging, reading } from './list-parameters.table.js';
import { getSetting, listSettings } from './settings.js';

const event = 'calendars/{calendarId}/events/{eventId}';
const entry = 'users/me/calendarList/{calendarId}';
const rule = 'calendars/{calendarId}/acl/{ruleId}';
const notices: ParameterName[] = ['sendUpdates', 'sendNotifications'];
const writing: ParameterName[] = [
  ...notices,
  'conferenceDataVersion',
  'maxAttendees',
  'supportsAttachments',
  'alwaysIncludeEmail',
];

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
    path: entry,
    parameters: [],
    members: calendarListEntryMembers,
    handle: getCalendarListEntry,
  },
  {
    id: 'calendar.calendarList.insert',
    verb: 'POST',
    path: 'users/me/calendarList',
    parameters: ['colorRgbFormat'],
    members: calendarListEntryMembers,
    handle: insertEntry,
  },
  {
    id: 'calendar.calendarList.update',
    verb: 'PUT',
    path: entry,
    parameters: ['colorRgbFormat'],
    members: calendarListEntryMembers,
    handle: updateEntry,
  },
  {
    id: 'calendar.calendarList.patch',
    verb: 'PATCH',
    path: entry,
    parameters: ['colorRgbFormat'],
    members: calendarListEntryMembers,
    handle: patchEntry,
  },
  { id: 'calendar.calendarList.delete', verb: 'DELETE', path: entry, parameters: [], handle: deleteEntry },
  {
    id: 'calendar.acl.list',
    verb: 'GET',
    path: 'calendars/{calendarId}/acl',
    parameters: [...paging, 'showDeleted', 'syncToken'],
    members: aclMembers,
    handle: listAcl,
  },
  {
    id: 'calendar.acl.insert',
    verb: 'POST',
    path: 'calendars/{calendarId}/acl',
    parameters: ['sendNotifications'],
    members: aclRuleMembers,
    handle: insertRule,
  },
  { id: 'calendar.acl.get', verb: 'GET', path: rule, parameters: [], members: aclRuleMembers, handle: getRule },
  {
    id: 'calendar.acl.update',
    verb: 'PUT',
    path: rule,
    parameters: ['sendNotifications'],
    members: aclRuleMembers,
    handle: changeRule,
  },
  {
    id: 'calendar.acl.patch',
    verb: 'PATCH',
    path: rule,
    parameters: ['sendNotifications'],
    members: aclRuleMembers,
    handle: changeRule,
  },
  { id: 'calendar.acl.delete', verb: 'DELETE', path: rule, parameters: [], handle: deleteRule },
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
    id: 'calendar.calendars.clear',
    verb: 'POST',
    path: 'calendars/{calendarId}/clear',
    parameters: [],
    handle: clearCalendar,
  },
  {
    id: 'calendar.colors.get',
    verb: 'GET',
    path: 'colors',
    parameters: [],
    members: colorsMembers,
    isPublic: true,
    handle: getColors,
  },
  {
    id: 'calendar.settings.list',
    verb: 'GET',
    path: 'users/me/settings',
    parameters: [...paging, 'syncToken'],
    members: settingsMembers,
    handle: listSettings,
  },
  {
    id: 'calendar.settings.get',
    verb: 'GET',
    path: 'users/me/settings/{setting}',
    parameters: [],
    members: settingMembers,
    handle: getSetting,
  },
  {
    id: 'calendar.freebusy.query',
    verb: 'POST',
    path: 'freeBusy',
    parameters: [],
    members: freeBusyMembers,
    isPublic: true,
    handle: queryFreeBusy,
  },
  {
    id: 'calendar.events.list',
    verb: 'GET',
    path: 'calendars/{calendarId}/events',
    parameters: listing,
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
    id: 'calendar.events.import',
    verb: 'POST',
    path: 'calendars/{calendarId}/events/import',
    parameters: ['conferenceDataVersion', 'supportsAttachments'],
    members: eventMembers,
    handle: importEvent,
  },
  {
    id: 'calendar.events.move',
    verb: 'POST',
    path: `${event}/move`,
    parameters: [...notices, 'destination'],
    members: eventMembers,
    handle: moveEvent,
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
  {
    id: 'calendar.events.quickAdd',
    verb: 'POST',
    path: 'calendars/{calendarId}/events/quickAdd',
    parameters: [...notices, 'text'],
    members: eventMembers,
    handle: quickAddEvent,
  },
  ...channelMethods,
];
