import type { Members } from '../render/members.table.js';
import type { ParameterName } from '../parse/parameters.table.js';
import type { Method } from './call.js';
import { stopChannel, watchAcl, watchCalendarList, watchEvents, watchSettings } from './channels.js';
import { listing, paging } from './list-parameters.table.js';

const channelMembers: Members = {
  kind: true,
  id: true,
  resourceId: true,
  resourceUri: true,
  token: true,
  expiration: true,
};

const page: ParameterName[] = [...paging, 'syncToken'];

/** Push channels: watch takes the parameters of the list that it watches. */
export const channelMethods: readonly Method[] = [
  {
    id: 'calendar.events.watch',
    verb: 'POST',
    path: 'calendars/{calendarId}/events/watch',
    parameters: listing,
    members: channelMembers,
    handle: watchEvents,
  },
  {
    id: 'calendar.acl.watch',
    verb: 'POST',
    path: 'calendars/{calendarId}/acl/watch',
    parameters: [...page, 'showDeleted'],
    members: channelMembers,
    handle: watchAcl,
  },
  {
    id: 'calendar.calendarList.watch',
    verb: 'POST',
    path: 'users/me/calendarList/watch',
    parameters: [...page, 'minAccessRole', 'showDeleted', 'showHidden'],
    members: channelMembers,
    handle: watchCalendarList,
  },
  {
    id: 'calendar.settings.watch',
    verb: 'POST',
    path: 'users/me/settings/watch',
    parameters: page,
    members: channelMembers,
    handle: watchSettings,
  },
  { id: 'calendar.channels.stop', verb: 'POST', path: 'channels/stop', parameters: [], handle: stopChannel },
];
