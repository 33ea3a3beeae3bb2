import type { JsonObject } from '@dayferry/core';
import { dropped } from '../version-2.table.js';

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
const responsesOf = (name: string): JsonObject => ({
  type: 'object',
  required: ['responses'],
  properties: { responses: mapOf(name) },
});
const role = { enum: ['freeBusy', 'reader', 'writer', 'owner'] };

const zone = { type: ['string', 'null'] };
const rules = { type: 'array', items: ref('RecurrenceRule') };
const uris = { type: 'object', additionalProperties: text };

/** Members of Event and Task in both versions; others may be there, and are kept. */
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
  timeZone: zone,
  locations: mapOf('Location'),
  virtualLocations: mapOf('VirtualLocation'),
  links: mapOf('Link'),
  locale: text,
  keywords: set,
  categories: set,
  color: text,
  recurrenceId: local,
  recurrenceIdTimeZone: zone,
  recurrenceOverrides: mapOf('PatchObject'),
  priority: { type: 'integer', minimum: 0, maximum: 9 },
  freeBusyStatus: text,
  privacy: text,
  relatedTo: mapOf('Relation'),
  alerts: mapOf('Alert'),
};

/** RFC 8984 §4. */
const version1 = {
  ...shared,
  version: false,
  recurrenceRules: rules,
  excludedRecurrenceRules: rules,
  replyTo: uris,
  participants: mapOf('Participant'),
  useDefaultAlerts: { type: 'boolean' },
  localizations: mapOf('PatchObject'),
  timeZones: { type: 'object' },
};

/** draft-ietf-calext-jscalendarbis §3; what it has dropped is not there under its own name. */
const version2 = {
  ...shared,
  ...Object.fromEntries(dropped.object.map((name) => [name, false])),
  version: { const: '2.0' },
  recurrenceRule: ref('RecurrenceRule'),
  organizerCalendarAddress: text,
  participants: mapOf('Participant2'),
  mainLocationId: text,
};

const eventOnly = { start: local, duration, status: { enum: ['confirmed', 'cancelled', 'tentative'] } };
const taskOnly = {
  start: local,
  due: local,
  estimatedDuration: duration,
  percentComplete: { type: 'integer', minimum: 0, maximum: 100 },
  progress: text,
};

const object = (type: string, properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  required: ['@type', ...required],
  properties: { '@type': { const: type }, ...properties },
});

/** `components.schemas` of the description. */
export const schemas: JsonObject = {
  Event: object('Event', { ...version1, ...eventOnly }, ['uid', 'updated', 'start']),
  Task: object('Task', { ...version1, ...taskOnly, progressUpdated: utc }, ['uid', 'updated']),
  Event2: object('Event', { ...version2, ...eventOnly, endTimeZone: text }, ['uid', 'updated', 'start']),
  Task2: object('Task', { ...version2, ...taskOnly }, ['uid', 'updated']),
  Object: {
    description: 'An event or task, by RFC 8984 or, with its version or in a Group of it, by JSCalendar 2.0.',
    anyOf: [ref('Event'), ref('Task'), ref('Event2'), ref('Task2')],
  },
  NewObject: {
    description: 'What is sent: application/json may leave out whatever can be filled in.',
    type: 'object',
    properties: { '@type': { enum: ['Event', 'Task', 'Group'] }, version: { enum: ['1.0', '2.0'] } },
  },
  Group: object(
    'Group',
    {
      version: { const: '2.0' },
      entries: { type: 'array', items: ref('Object') },
      title: text,
      description: text,
      errors: { type: 'array', items: { type: 'object', required: ['uid', 'message'] } },
    },
    ['entries'],
  ),
  Listing: { anyOf: [ref('Members'), ref('Group')] },
  Created: { anyOf: [ref('Object'), ref('Members')] },
  Converted: { anyOf: [ref('Object'), ref('Group')] },
  File: { description: 'Any content.' },
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
  Participant2: {
    type: 'object',
    properties: {
      '@type': { const: 'Participant' },
      ...Object.fromEntries(dropped.Participant.map((name) => [name, false])),
      name: text,
      email: text,
      calendarAddress: text,
      roles: set,
      participationStatus: text,
    },
  },
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
  Principal: object(
    'Principal',
    {
      kind: { enum: ['user', 'group', 'resource'] },
      name: text,
      email: text,
      home: text,
      members: { type: 'array', items: text },
      memberOf: { type: 'array', items: text },
    },
    ['kind', 'name', 'email'],
  ),
  Members: {
    type: 'object',
    required: ['responses'],
    properties: {
      responses: {
        description: 'Objects by path, or what props[] asks for; null = deleted.',
        type: 'object',
        additionalProperties: {
          if: { type: 'object', required: ['@type'] },
          then: ref('Object'),
          else: { type: ['null', 'string', 'object', 'integer'] },
        },
      },
      'more-results': { const: true },
      'sync-token': text,
    },
  },
  Links: responsesOf('Link'),
  Calendars: responsesOf('Calendar'),
  Shares: responsesOf('Share'),
  Principals: responsesOf('Principal'),
  FreeBusyAnswers: {
    type: 'object',
    required: ['responses'],
    properties: {
      responses: { type: 'object', additionalProperties: ref('FreeBusy') },
    },
  },
  FreeBusy: object(
    'FreeBusy',
    {
      start: utc,
      end: utc,
      busy: {
        type: 'array',
        items: {
          type: 'object',
          required: ['start', 'end', 'type'],
          properties: { start: utc, end: utc, type: { enum: ['busy', 'tentative', 'unavailable'] } },
        },
      },
      error: text,
      isTruncated: { const: true },
    },
    ['start', 'end'],
  ),
  EntryLink: {
    type: 'object',
    required: ['toApp', 'toId'],
    properties: { toApp: { enum: ['calendar', 'infolog', 'tasks'] }, toId: text, rel: text, remark: text },
  },
  Action: {
    description:
      'action=reply: a Reply. action=split: a PatchObject for the second part, or nothing. action=join: nothing.',
    anyOf: [ref('Reply'), ref('PatchObject')],
  },
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
