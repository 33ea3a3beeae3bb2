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

type FeedContext = Pick<EventContext, 'publicUrl' | 'user' | 'visibility' | 'projection'>;

/** Below the root: whose feed, and how it shows them. */
export function eventFeedPath({ user, visibility, projection }: FeedContext): string {
  return `${user}/${visibility}/${projection}`;
}

export function eventFeedUrl(context: FeedContext): string {
  return `${feedsRoot(context.publicUrl)}/${eventFeedPath(context)}`;
}

export function eventUrl(context: FeedContext, id: string): string {
  return `${eventFeedUrl(context)}/${segment(id)}`;
}

/** Protocol 2: stable, and different from the links. Protocol 1: the self link. */
export function eventAtomId(context: EventContext, id: string): string {
  const root = idRoot(context.publicUrl);
  return context.version === 1
    ? `${root}/${eventFeedPath(context)}/${segment(id)}`
    : `${root}/${context.user}/events/${segment(id)}`;
}

/** What a client PUTs to; it must say again that the guest list was cut, so that a PUT leaves the rest alone. */
export function editUrl(context: EventContext, record: EventRecord, isCut: boolean): string {
  const url = eventUrl(context, record.id);
  const versioned = context.version === 1 ? `${url}/${versionOf(record.version)}` : url;
  return isCut ? `${versioned}?max-attendees=${context.maxAttendees}` : versioned;
}

/** Page of the event in the web interface; the calendar's full address, not the shortened one of 2007. */
export function alternateUrl(context: EventContext, id: string): string {
  const eid = Buffer.from(`${id} ${context.calendarId}`).toString('base64').replace(/=+$/, '');
  return `${context.publicUrl}/calendar/event?eid=${eid}`;
}
