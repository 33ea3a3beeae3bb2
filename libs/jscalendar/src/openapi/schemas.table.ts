import type { JsonObject } from '@dayferry/core';

const text = { type: 'string' };
const utc = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' };
const local = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
const duration = { type: 'string', pattern: '^[+-]?P' };
const set = { type: 'object', additionalProperties: { const: true } };
const mapOf = (name: string): JsonObject => ({
  type: 'object',
  additionalProperties: { $ref: `#/components/schemas/${name}` },
});
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const role = { enum: ['freeBusy', 'reader', 'writer', 'owner'] };

/** Members of Event and Task (RFC 8984 §4); others may be there, and are kept. */
const shared = {
  uid: text,
  prodId: text,
  created: utc,
  updated: utc,
  sequence: { type: 'integer', minimum: 0 },
  title: text,
  description: text,
  descriptionContentType: text,
  showWithoutTime: { type: 'boolean' },
  timeZone: { type: ['string', 'null'] },
  locations: mapOf('Location'),
  virtualLocations: mapOf('VirtualLocation'),
  links: mapOf('Link'),
  locale: text,
  keywords: set,
  categories: set,
  color: text,
  recurrenceId: local,
  recurrenceIdTimeZone: { type: ['string', 'null'] },
  recurrenceRules: { type: 'array', items: ref('RecurrenceRule') },
  excludedRecurrenceRules: { type: 'array', items: ref('RecurrenceRule') },
  recurrenceOverrides: mapOf('PatchObject'),
  priority: { type: 'integer', minimum: 0, maximum: 9 },
  freeBusyStatus: text,
  privacy: text,
  replyTo: { type: 'object', additionalProperties: text },
  participants: mapOf('Participant'),
  useDefaultAlerts: { type: 'boolean' },
  alerts: mapOf('Alert'),
  relatedTo: mapOf('Relation'),
  localizations: mapOf('PatchObject'),
  timeZones: { type: 'object' },
};

const object = (type: string, properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  required: ['@type', ...required],
  properties: { '@type': { const: type }, ...properties },
});

/** `components.schemas` of the description. */
export const schemas: JsonObject = {
  Event: object(
    'Event',
    { ...shared, start: local, duration, status: { enum: ['confirmed', 'cancelled', 'tentative'] } },
    ['uid', 'updated', 'start'],
  ),
  Task: object(
    'Task',
    {
      ...shared,
      start: local,
      due: local,
      estimatedDuration: duration,
      percentComplete: { type: 'integer', minimum: 0, maximum: 100 },
      progress: text,
      progressUpdated: utc,
    },
    ['uid', 'updated'],
  ),
  Object: { oneOf: [ref('Event'), ref('Task')] },
  Group: object(
    'Group',
    { entries: { type: 'array', items: ref('Object') }, title: text, description: text, errors: { type: 'array' } },
    ['entries'],
  ),
  PatchObject: { type: 'object', description: 'Pointers and their new values (RFC 8984 §1.4.9).' },
  Location: object('Location', { name: text, description: text, timeZone: text, coordinates: text, relativeTo: text }),
  VirtualLocation: object('VirtualLocation', { name: text, uri: text, features: set }, ['uri']),
  Link: object('Link', { href: text, rel: text, title: text, contentType: text, size: { type: 'integer' } }, ['href']),
  Participant: object(
    'Participant',
    {
      name: text,
      email: text,
      roles: set,
      participationStatus: text,
      sendTo: { type: 'object', additionalProperties: text },
    },
    ['roles'],
  ),
  Alert: object('Alert', { trigger: { type: 'object' }, action: text, acknowledged: utc }, ['trigger']),
  Relation: object('Relation', { relation: set }),
  RecurrenceRule: object('RecurrenceRule', { frequency: text, interval: { type: 'integer', minimum: 1 } }, [
    'frequency',
  ]),
  Responses: {
    type: 'object',
    required: ['responses'],
    properties: {
      responses: { type: 'object', description: 'Members by path; null = deleted.' },
      'more-results': { const: true },
      'sync-token': text,
    },
  },
  Calendar: object(
    'Calendar',
    {
      id: text,
      href: text,
      title: text,
      name: text,
      description: text,
      location: text,
      timeZone: text,
      color: text,
      types: { type: 'array', items: { enum: ['Event', 'Task', 'Journal'] } },
      isPrimary: { type: 'boolean' },
      isSubscribed: { type: 'boolean' },
      isHidden: { type: 'boolean' },
      isSelected: { type: 'boolean' },
      role,
      owner: { type: 'object' },
      created: utc,
      updated: utc,
    },
    ['id', 'href', 'title', 'timeZone', 'role'],
  ),
  Share: object('Share', { scope: { enum: ['user', 'group', 'domain', 'default'] }, value: text, role }, [
    'scope',
    'role',
  ]),
  Settings: object('Settings', {}),
  Reply: {
    type: 'object',
    required: ['participationStatus'],
    properties: {
      participationStatus: { enum: ['needs-action', 'accepted', 'declined', 'tentative'] },
      participationComment: text,
    },
  },
  FreeBusyRequest: object('FreeBusyRequest', { start: utc, end: utc, participants: { type: 'array', items: text } }, [
    'start',
    'end',
    'participants',
  ]),
  Error: {
    type: 'object',
    required: ['error', 'message'],
    properties: { error: { type: 'integer' }, message: text, code: text, path: text },
  },
};
