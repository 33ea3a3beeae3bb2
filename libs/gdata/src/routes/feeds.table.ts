import type { Answer } from './answer.js';
import { getCalendarEntry, getCalendarFeed } from './calendar-lists.js';
import type { Call } from './call.js';
import { getEventFeed } from './event-feed.js';
import { deleteEvent, getEvent, postEvent, putEvent } from './event.js';

export type Handler = (call: Call) => Promise<Answer>;

export interface FeedRoute {
  /** Below `/calendar/feeds`; `:name` takes one segment. */
  path: string;
  methods: Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Handler>>;
  /** What the reference has here and this server has not: answered with 501. */
  absent?: string;
}

/** All feeds of the Atom reference, most specific first; `Allow` is made from the same table. */
export const feeds: FeedRoute[] = [
  { path: ':user', methods: { GET: getCalendarFeed('metafeed') } },
  { path: ':user/settings', methods: {}, absent: 'The settings feed' },
  { path: ':user/settings/:name', methods: {}, absent: 'The settings feed' },
  { path: ':user/:calendar', methods: { GET: getCalendarEntry('metafeed') } },
  {
    path: ':user/allcalendars/full',
    methods: { GET: getCalendarFeed('allcalendars') },
    absent: 'Subscribing to calendars',
  },
  {
    path: ':user/allcalendars/full/:calendar',
    methods: { GET: getCalendarEntry('allcalendars') },
    absent: 'Changing subscriptions',
  },
  { path: ':user/owncalendars/full', methods: { GET: getCalendarFeed('owncalendars') }, absent: 'Creating calendars' },
  {
    path: ':user/owncalendars/full/:calendar',
    methods: { GET: getCalendarEntry('owncalendars') },
    absent: 'Changing calendars',
  },
  { path: ':user/acl/full', methods: {}, absent: 'The access control feed' },
  { path: ':user/acl/full/:scope', methods: {}, absent: 'The access control feed' },
  { path: ':user/freebusy/:kind/:name', methods: {}, absent: 'The free/busy feed' },
  { path: ':user/freebusy/:kind/:name/:part', methods: {}, absent: 'The free/busy feed' },
  { path: ':user/:visibility/:projection', methods: { GET: getEventFeed, POST: postEvent } },
  { path: ':user/:visibility/:projection/batch', methods: {}, absent: 'Batch processing' },
  { path: ':user/:visibility/:projection/:event/comments', methods: {}, absent: 'The comment feed' },
  { path: ':user/:visibility/:projection/:event', methods: { GET: getEvent, PUT: putEvent, DELETE: deleteEvent } },
  {
    path: ':user/:visibility/:projection/:event/:version',
    methods: { GET: getEvent, PUT: putEvent, DELETE: deleteEvent },
  },
];
