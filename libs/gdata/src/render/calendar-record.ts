import { formatUtcMillis, type OpenCalendar, type Role } from '@dayferry/core';
import { colorOf } from './color.js';
import { feedsRoot, idRoot, segment } from './links.js';
import type { Language } from './words.table.js';

export type CalendarFeedName = 'metafeed' | 'allcalendars' | 'owncalendars';

export interface CalendarContext {
  publicUrl: string;
  version: 1 | 2;
  feed: CalendarFeedName;
  /** Epoch milliseconds. */
  now: number;
  language: Language;
}

/** One calendar of a list, as both representations say it. */
export interface CalendarRecord {
  /** Weak, with `W/` and quotes. */
  etag: string;
  atomId: string;
  published: string;
  updated: string;
  title: string;
  summary?: string;
  eventFeed: string;
  /** Owners only. */
  accessControlList?: string;
  self: string;
  canEdit: boolean;
  author: { name: string; email?: string };
  accessLevel: string;
  color: string;
  isHidden: boolean;
  isSelected: boolean;
  timeZone: string;
  timesCleaned: number;
  overrideName?: string;
  location?: string;
}

export const accessLevels: Record<Role, string> = {
  none: 'none',
  freeBusy: 'freebusy',
  reader: 'read',
  writer: 'editor',
  owner: 'owner',
};

const paths: Record<CalendarFeedName, string> = {
  metafeed: 'default',
  allcalendars: 'default/allcalendars/full',
  owncalendars: 'default/owncalendars/full',
};

export function calendarFeedPath(feed: CalendarFeedName): string {
  return paths[feed];
}

/** Lists say `published` is now, as the old service did (T:query-own-calendars). */
export function calendarRecord(open: OpenCalendar, context: CalendarContext): CalendarRecord {
  const { calendar, entry, role } = open;
  const id = segment(calendar.id);
  const root = feedsRoot(context.publicUrl);
  return {
    etag: calendarEtag(open),
    atomId: atomId(id, context),
    published: formatUtcMillis(context.now),
    updated: formatUtcMillis(calendar.updated),
    title: calendar.title,
    ...(calendar.description === undefined ? {} : { summary: calendar.description }),
    eventFeed: `${root}/${id}/private/full`,
    ...(role === 'owner' ? { accessControlList: `${root}/${id}/acl/full` } : {}),
    self: `${root}/${calendarFeedPath(context.feed)}/${id}`,
    canEdit: context.feed !== 'metafeed',
    author: { name: calendar.title, ...(calendar.kind === 'secondary' ? {} : { email: calendar.id }) },
    accessLevel: accessLevelOf(open),
    color: colorOf(entry),
    isHidden: entry?.isHidden ?? false,
    isSelected: entry?.isSelected ?? false,
    timeZone: calendar.timeZone,
    timesCleaned: calendar.timesCleaned,
    ...(entry?.titleOverride === undefined ? {} : { overrideName: entry.titleOverride }),
    ...(calendar.location === undefined ? {} : { location: calendar.location }),
  };
}

function atomId(id: string, { publicUrl, version, feed }: CalendarContext): string {
  const root = idRoot(publicUrl);
  return version === 1 ? `${root}/${calendarFeedPath(feed)}/${id}` : `${root}/default/calendars/${id}`;
}

/** `root`: an owner by their office, whom no rule names. */
const accessLevelOf = ({ role, isByAdministration }: OpenCalendar): string =>
  role === 'owner' && isByAdministration ? 'root' : accessLevels[role];

/** Changes with the calendar, the viewer's own settings for it, and their right on it. */
export function calendarEtag(open: OpenCalendar): string {
  const { calendar, entry } = open;
  const revisions = [calendar.revision, entry?.revision ?? 0].map((revision) => revision.toString(36));
  return `W/"${[calendar.key.slice(-8), ...revisions, accessLevelOf(open)].join('-')}"`;
}
