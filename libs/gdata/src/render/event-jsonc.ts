import { formatUtcMillis, type Json } from '@dayferry/core';
import type { EventView, PropertyView, ReminderView, WebContentView, WhoView } from '../parse/event-view.js';
import type { EventContext, EventRecord } from './event-record.js';
import { viewOf } from './event-view.js';
import { markMember, occurrenceMark } from './occurrence-list.js';
import { alternateUrl, eventUrl } from './links.js';

type Members = Record<string, Json | undefined>;

/** The same as text; that of a series has the mark where the occurrences of a window go. */
export function eventJsoncText(record: EventRecord, context: EventContext): string {
  if (!record.isSeries) return JSON.stringify(eventJsonc(record, context));
  return markMember(JSON.stringify(eventJsonc(record, context, occurrenceMark)));
}

/** The `data` of one event, members in the order of the developer's guide. */
export function eventJsonc(record: EventRecord, context: EventContext, occurrences?: Json): Json {
  const view = viewOf(record, context);
  const { name, email } = record.creator ?? context.owner;
  return members({
    kind: 'calendar#event',
    etag: `"${record.etag}"`,
    id: record.id,
    selfLink: eventUrl(context, record.id) + (view.isCut ? `?max-attendees=${context.maxAttendees}` : ''),
    alternateLink: alternateUrl(context, record.id),
    canEdit: context.canEdit,
    title: view.title,
    created: formatUtcMillis(record.created),
    updated: formatUtcMillis(record.updated),
    details: view.content?.text,
    status: view.status,
    creator: members({ displayName: name, email }),
    anyoneCanAddSelf: view.anyoneCanAddSelf,
    guestsCanInviteOthers: view.guestsCanInviteOthers,
    guestsCanModify: view.guestsCanModify,
    guestsCanSeeGuests: view.guestsCanSeeGuests,
    privateCopy: view.privateCopy,
    sequence: view.sequence,
    uid: view.uid,
    transparency: view.transparency,
    visibility: view.visibility,
    location: view.where[0]?.value,
    geoLocation: view.geo,
    attendees: list(view.who.map(attendee)),
    originalEvent:
      view.original &&
      members({
        id: view.original.id,
        selfLink: eventUrl(context, record.seriesId),
        when: members({ start: view.original.start }),
      }),
    // RFC 2445 §4.1: each line ends so, the last one too.
    recurrence: view.recurrence === undefined ? undefined : `${view.recurrence}\r\n`,
    ...times(view, occurrences),
    extendedProperties: list(view.properties.map(property)),
    webContent: view.webContent && webContent(view.webContent),
  });
}

function members(object: Members): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Json;
}

function list(items: Json[]): Json | undefined {
  return items.length > 0 ? items : undefined;
}

function attendee({ rel, name, email, status, type, additionalGuests, isResource }: WhoView): Json {
  return members({ rel, displayName: name, email, status, type, additionalGuests, resource: isResource });
}

function times(view: EventView, occurrences: Json | undefined): Members {
  const reminders = list(view.reminders.map(reminder));
  const inside = view.recurrence === undefined && view.when.length === 1;
  const when = view.when.map(({ start, end }) => members({ start, end, ...(inside ? { reminders } : {}) }));
  return { when: occurrences ?? list(when), ...(inside ? {} : { reminders }) };
}

function reminder({ minutes, hours, days, absoluteTime, method }: ReminderView): Json {
  return members({ minutes, hours, days, absoluteTime, method });
}

function property({ name, value, isPrivate }: PropertyView): Json {
  return members({ name, value, realm: isPrivate ? 'calendar' : undefined });
}

function webContent({ icon, title, type, url, width, height, display, preferences }: WebContentView): Json {
  return members({ icon, title, type, url, width, height, display, preferences });
}
