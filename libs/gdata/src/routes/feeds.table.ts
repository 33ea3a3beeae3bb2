import { deleteAclRule, getAclFeed, getAclRule, patchAclRule, postAclRule, putAclRule } from './acl.js';
import type { Answer } from './answer.js';
import { batchAcl, batchEvents, batchOwnCalendars, batchSubscriptions } from './batches.js';
import {
  deleteOwnCalendar,
  deleteSubscription,
  patchOwnCalendar,
  patchSubscription,
  postOwnCalendar,
  postSubscription,
  putOwnCalendar,
  putSubscription,
} from './calendar-changes.js';
import { getCalendarEntry, getCalendarFeed } from './calendar-lists.js';
import type { Call } from './call.js';
import { getEventFeed } from './event-feed.js';
import { getComment, getComments } from './comments.js';
import { deleteEvent, getEvent, patchEvent, postEvent, putEvent } from './event.js';
import { batchBusyTimes, getBusyTimes, getGroupBusyTimes, getMemberBusyTimes } from './free-busy.js';
import { getSetting, getSettings } from './settings.js';

export type Handler = (call: Call) => Promise<Answer>;

export interface FeedRoute {
  /** Below `/calendar/feeds`; `:name` takes one segment. */
  path: string;
  /** The address of one entry, in which there is nothing to choose by a query. */
  isEntry?: true;
  methods: Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Handler>>;
}

/** All feeds of the Atom reference, most specific first; `Allow` is made from the same table. */
export const feeds: FeedRoute[] = [
  { path: ':user', methods: { GET: getCalendarFeed('metafeed') } },
  { path: ':user/settings', methods: { GET: getSettings } },
  { path: ':user/settings/:name', isEntry: true, methods: { GET: getSetting } },
  { path: ':user/:calendar', isEntry: true, methods: { GET: getCalendarEntry('metafeed') } },
  {
    path: ':user/allcalendars/full',
    methods: { GET: getCalendarFeed('allcalendars'), POST: postSubscription },
  },
  { path: ':user/allcalendars/full/batch', methods: { POST: batchSubscriptions } },
  {
    path: ':user/allcalendars/full/:calendar',
    isEntry: true,
    methods: {
      GET: getCalendarEntry('allcalendars'),
      PUT: putSubscription,
      PATCH: patchSubscription,
      DELETE: deleteSubscription,
    },
  },
  {
    path: ':user/owncalendars/full',
    methods: { GET: getCalendarFeed('owncalendars'), POST: postOwnCalendar },
  },
  { path: ':user/owncalendars/full/batch', methods: { POST: batchOwnCalendars } },
  {
    path: ':user/owncalendars/full/:calendar',
    isEntry: true,
    methods: {
      GET: getCalendarEntry('owncalendars'),
      PUT: putOwnCalendar,
      PATCH: patchOwnCalendar,
      DELETE: deleteOwnCalendar,
    },
  },
  { path: ':user/acl/full', methods: { GET: getAclFeed, POST: postAclRule } },
  { path: ':user/acl/full/batch', methods: { POST: batchAcl } },
  {
    path: ':user/acl/full/:scope',
    isEntry: true,
    methods: { GET: getAclRule, PUT: putAclRule, PATCH: patchAclRule, DELETE: deleteAclRule },
  },
  { path: ':user/freebusy/busy-times/batch', methods: { POST: batchBusyTimes } },
  { path: ':user/freebusy/busy-times/:name', methods: { GET: getBusyTimes } },
  { path: ':user/freebusy/group/:group/busy-times', methods: { GET: getGroupBusyTimes } },
  { path: ':user/freebusy/group/:group/busy-times/:name', methods: { GET: getMemberBusyTimes } },
  { path: ':user/:visibility/:projection', methods: { GET: getEventFeed, POST: postEvent } },
  { path: ':user/:visibility/:projection/batch', methods: { POST: batchEvents } },
  { path: ':user/:visibility/:projection/:event/comments', methods: { GET: getComments } },
  { path: ':user/:visibility/:projection/:event/comments/:comment', isEntry: true, methods: { GET: getComment } },
  {
    path: ':user/:visibility/:projection/:event',
    isEntry: true,
    methods: { GET: getEvent, PUT: putEvent, PATCH: patchEvent, DELETE: deleteEvent },
  },
  {
    path: ':user/:visibility/:projection/:event/:version',
    isEntry: true,
    methods: { GET: getEvent, PUT: putEvent, PATCH: patchEvent, DELETE: deleteEvent },
  },
];

/** What is served below `/calendar/feeds`, without how. */
export const servedFeeds: readonly { path: string; methods: readonly string[] }[] = feeds.map(({ path, methods }) => ({
  path,
  methods: Object.keys(methods),
}));
