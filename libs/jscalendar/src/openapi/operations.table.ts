import type { ResourceKind } from '../routes/resource-kind.js';

/** Where each kind of resource is, as OpenAPI writes it. */
export const paths: Record<ResourceKind, string> = {
  home: '/{user}/',
  collection: '/{user}/{collection}/',
  object: '/{user}/{collection}/{id}',
  links: '/{user}/{collection}/{id}/links/',
  link: '/{user}/{collection}/{id}/links/{link}',
  calendars: '/{user}/calendars/',
  calendar: '/{user}/calendars/{calendar}',
  sharing: '/{user}/calendars/{calendar}/sharing',
  share: '/{user}/calendars/{calendar}/sharing/{scope}',
  freebusy: '/{user}/freebusy/',
  outbox: '/{user}/outbox/',
  inbox: '/{user}/inbox/',
  notice: '/{user}/inbox/{id}',
  settings: '/{user}/settings/',
  principals: '/principals/{tree}/',
  principal: '/principals/{tree}/{name}',
  convert: '/convert',
  'openapi.json': '/openapi.json',
  docs: '/docs',
};

export interface Operation {
  kind: ResourceKind;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  summary: string;
  /** Query parameters: name → what it does; one that ends in `!` is required. */
  query?: Record<string, string>;
  /** Schema of the request body, and its media types. */
  takes?: string;
  takesTypes?: string[];
  /** Media types of the answer. */
  givesTypes?: string[];
  /** Without a body it means something too. */
  isBodyOptional?: boolean;
  /** Status → schema of the body, or null for none. */
  gives: Record<number, string | null>;
}

const objectTypes = ['application/json', 'application/jscalendar+json'];

const window = {
  'filters[start]': 'Only what overlaps the time from here: a date or date-time.',
  'filters[end]': 'Only what overlaps the time up to here.',
};

export const operations: Operation[] = [
  {
    kind: 'home',
    method: 'GET',
    summary: 'The collections of a user that you can reach.',
    gives: { 200: 'Responses' },
  },
  {
    kind: 'collection',
    method: 'GET',
    summary:
      'Objects of a calendar: a window, what changed since a token, single occurrences, or (text/event-stream) changes as they come.',
    query: {
      ...window,
      'filters[search]': 'Words that must occur.',
      'filters[uid]': 'Only this uid.',
      'filters[status]': 'Only this status.',
      'filters[category]': 'Only with this keyword or category.',
      'filters[participant]': 'Only with this person.',
      'filters[type]': 'Event or Task.',
      'filters[linked]': '<app>:<id>: only what is linked with this entry.',
      'filters[expand]': 'true: each occurrence between start and end as a member of its own.',
      'props[]': 'DAV properties instead of objects, such as getetag.',
      'sync-token': 'Empty: everything. A token: what changed since.',
      nresults: 'With sync-token: at most so many.',
    },
    givesTypes: [...objectTypes, 'text/event-stream'],
    gives: { 200: 'Listing' },
  },
  {
    kind: 'collection',
    method: 'POST',
    summary: 'A new event or task; a Group makes all of its entries or none.',
    takes: 'NewObject',
    takesTypes: objectTypes,
    givesTypes: objectTypes,
    gives: { 201: 'Created' },
  },
  {
    kind: 'collection',
    method: 'DELETE',
    summary: 'Refused: calendars are deleted below calendars/.',
    gives: { 403: 'Error' },
  },
  {
    kind: 'object',
    method: 'GET',
    summary: 'One event or task, by its id, its uid or its CalDAV name.',
    query: { 'recurrence-id': 'One occurrence as an object of its own.' },
    givesTypes: [...objectTypes, 'text/calendar'],
    gives: { 200: 'Object' },
  },
  {
    kind: 'object',
    method: 'PUT',
    summary: 'Replaces all that JSCalendar can say of the object, or creates it under its uid.',
    takes: 'NewObject',
    takesTypes: objectTypes,
    givesTypes: objectTypes,
    gives: { 200: 'Object', 201: 'Object', 204: null },
  },
  {
    kind: 'object',
    method: 'PATCH',
    summary: 'Changes what the pointers name, all of it or nothing.',
    takes: 'PatchObject',
    takesTypes: objectTypes,
    givesTypes: objectTypes,
    gives: { 200: 'Object', 204: null },
  },
  {
    kind: 'object',
    method: 'DELETE',
    summary: 'Deletes the object, or one occurrence of it.',
    query: { 'recurrence-id': 'Only this occurrence.' },
    gives: { 204: null },
  },
  {
    kind: 'object',
    method: 'POST',
    summary:
      'action=reply: your own answer to an invitation. action=split: this and following occurrences become an object of their own, changed by the PatchObject in the body. action=join: the inverse.',
    query: {
      'action!': 'reply, split or join.',
      'recurrence-id': 'The occurrence that is answered for, or split before.',
      next: 'join: id or uid of the object that goes on from this one.',
    },
    takes: 'Action',
    takesTypes: objectTypes,
    isBodyOptional: true,
    givesTypes: objectTypes,
    gives: { 200: 'Object', 201: 'Object', 204: null },
  },
  {
    kind: 'links',
    method: 'GET',
    summary: 'Attachments, web addresses and other entries that the object is linked with.',
    gives: { 200: 'Links' },
  },
  {
    kind: 'links',
    method: 'POST',
    summary: 'Links the object with another entry of the calendar.',
    takes: 'EntryLink',
    gives: { 201: null },
  },
  {
    kind: 'link',
    method: 'GET',
    summary: 'The content of an attachment inside the object; of another link what it says.',
    givesTypes: ['application/json', '*/*'],
    gives: { 200: 'Link' },
  },
  {
    kind: 'link',
    method: 'POST',
    summary: 'Attaches the body, of any media type, under this file name.',
    takes: 'File',
    takesTypes: ['*/*'],
    gives: { 201: null },
  },
  { kind: 'link', method: 'DELETE', summary: 'Takes the link off the object.', gives: { 204: null } },
  { kind: 'calendars', method: 'GET', summary: 'Calendars with their properties.', gives: { 200: 'Calendars' } },
  { kind: 'calendars', method: 'POST', summary: 'A new calendar.', takes: 'Calendar', gives: { 201: 'Calendar' } },
  { kind: 'calendar', method: 'GET', summary: 'One calendar.', gives: { 200: 'Calendar' } },
  {
    kind: 'calendar',
    method: 'PATCH',
    summary: 'Changes properties, and your own colour, name and display.',
    takes: 'Calendar',
    gives: { 200: 'Calendar' },
  },
  {
    kind: 'calendar',
    method: 'DELETE',
    summary: 'Deletes your calendar, or takes somebody else’s off your list.',
    gives: { 204: null },
  },
  { kind: 'sharing', method: 'GET', summary: 'Who may do what with the calendar.', gives: { 200: 'Shares' } },
  {
    kind: 'share',
    method: 'GET',
    summary: 'One grant: user:<address>, group:<address>, domain:<name> or default.',
    gives: { 200: 'Share' },
  },
  {
    kind: 'share',
    method: 'PUT',
    summary: 'Gives or changes a grant.',
    takes: 'Share',
    gives: { 200: 'Share', 201: 'Share' },
  },
  { kind: 'share', method: 'DELETE', summary: 'Takes a grant away.', gives: { 204: null } },
  {
    kind: 'freebusy',
    method: 'GET',
    summary: 'When a user is busy.',
    query: { 'start!': 'UTC date-time.', 'end!': 'UTC date-time, at most 366 days later.' },
    gives: { 200: 'FreeBusyAnswers' },
  },
  {
    kind: 'outbox',
    method: 'POST',
    summary: 'When several people are busy.',
    takes: 'FreeBusyRequest',
    gives: { 200: 'FreeBusyAnswers' },
  },
  {
    kind: 'inbox',
    method: 'GET',
    summary: 'Invitations in your calendar that wait for an answer.',
    gives: { 200: 'Members' },
  },
  {
    kind: 'notice',
    method: 'DELETE',
    summary: 'Puts an invitation away that waits there: it stays in the calendar, without an answer.',
    gives: { 204: null },
  },
  { kind: 'settings', method: 'GET', summary: 'Your own settings.', gives: { 200: 'Settings' } },
  {
    kind: 'principals',
    method: 'GET',
    summary: 'The people (users), groups and rooms (resources, locations) that you may know of.',
    gives: { 200: 'Principals' },
  },
  { kind: 'principal', method: 'GET', summary: 'One of them.', gives: { 200: 'Principal' } },
  {
    kind: 'convert',
    method: 'POST',
    summary: 'iCalendar to JSCalendar or the reverse; nothing is stored.',
    takes: 'NewObject',
    takesTypes: [...objectTypes, 'text/calendar'],
    givesTypes: [...objectTypes, 'text/calendar'],
    gives: { 200: 'Converted' },
  },
  { kind: 'openapi.json', method: 'GET', summary: 'This description.', gives: { 200: 'File' } },
  { kind: 'docs', method: 'GET', summary: 'This description, for people.', gives: { 200: null } },
];
