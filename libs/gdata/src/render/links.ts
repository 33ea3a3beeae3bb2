import type { EventContext, EventRecord } from './event-record.js';
import { versionOf } from './event-record.js';

/** `%40` for `@`, as all recorded links have it. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}

/** Ids print `http:` whatever the links have. */
export function idRoot(publicUrl: string): string {
  return `${publicUrl.replace(/^https:/, 'http:')}/calendar/feeds`;
}

export function feedsRoot(publicUrl: string): string {
  return `${publicUrl}/calendar/feeds`;
}

export function eventFeedUrl(context: Pick<EventContext, 'publicUrl' | 'user'>): string {
  return `${feedsRoot(context.publicUrl)}/${context.user}/private/full`;
}

export function eventUrl(context: Pick<EventContext, 'publicUrl' | 'user'>, id: string): string {
  return `${eventFeedUrl(context)}/${segment(id)}`;
}

/** Protocol 2: stable, and different from the links. Protocol 1: the self link. */
export function eventAtomId(context: EventContext, id: string): string {
  const root = idRoot(context.publicUrl);
  return context.version === 1
    ? `${root}/${context.user}/private/full/${segment(id)}`
    : `${root}/${context.user}/events/${segment(id)}`;
}

/** What a client PUTs to; it must say again that the guest list was cut, so that a PUT leaves the rest alone. */
export function editUrl(context: EventContext, record: EventRecord, isCut: boolean): string {
  const url = eventUrl(context, record.id);
  const versioned = context.version === 1 ? `${url}/${versionOf(record)}` : url;
  return isCut ? `${versioned}?max-attendees=${context.maxAttendees}` : versioned;
}

/** Page of the event in the web interface; the calendar's full address, not the shortened one of 2007. */
export function alternateUrl(context: EventContext, id: string): string {
  const eid = Buffer.from(`${id} ${context.calendarId}`).toString('base64').replace(/=+$/, '');
  return `${context.publicUrl}/calendar/event?eid=${eid}`;
}
