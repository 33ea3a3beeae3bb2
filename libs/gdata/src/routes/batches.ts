import { kinds, rels } from '../namespaces.table.js';
import { feedsRoot, segment } from '../render/links.js';
import { deleteAclRule, getAclRule, postAclRule, putAclRule } from './acl.js';
import { batching, type BatchTarget } from './batch.js';
import {
  deleteOwnCalendar,
  deleteSubscription,
  postOwnCalendar,
  postSubscription,
  putOwnCalendar,
  putSubscription,
} from './calendar-changes.js';
import { getCalendarEntry } from './calendar-lists.js';
import { requireBatching, type Call } from './call.js';
import { createEvents } from './event-creation.js';
import { deleteEvent, getEvent, postEvent, putEvent } from './event.js';

/** Address, links and kind of a batch answer, for the feed at `path` below the user. */
function described(path: (call: Call) => string, term: string, kind: string): BatchTarget['describe'] {
  return (call) => {
    const url = `${feedsRoot(call.publicUrl)}/${segment(call.params.user!)}/${path(call)}`;
    return {
      id: `${url.replace(/\/private\/[^/]+$/, '/events')}/batch/${call.core.clock()}`,
      term,
      kind,
      links: [
        { rel: rels.feed, href: url },
        { rel: rels.post, href: url },
        { rel: rels.batch, href: `${url}/batch` },
      ],
    };
  };
}

export const batchEvents = batching({
  handlers: { insert: postEvent, query: getEvent, update: putEvent, delete: deleteEvent },
  insertAll: createEvents,
  parameter: 'event',
  check: requireBatching,
  describe: described(({ params }) => `private/${params.projection}`, kinds.event, 'calendar#eventFeed'),
});

export const batchAcl = batching({
  handlers: { insert: postAclRule, query: getAclRule, update: putAclRule, delete: deleteAclRule },
  parameter: 'scope',
  describe: described(() => 'acl/full', kinds.acl, 'calendar#aclFeed'),
});

export const batchOwnCalendars = batching({
  handlers: {
    insert: postOwnCalendar,
    query: getCalendarEntry('owncalendars'),
    update: putOwnCalendar,
    delete: deleteOwnCalendar,
  },
  parameter: 'calendar',
  describe: described(() => 'owncalendars/full', kinds.calendar, 'calendar#calendarFeed'),
});

export const batchSubscriptions = batching({
  handlers: {
    insert: postSubscription,
    query: getCalendarEntry('allcalendars'),
    update: putSubscription,
    delete: deleteSubscription,
  },
  parameter: 'calendar',
  describe: described(() => 'allcalendars/full', kinds.calendar, 'calendar#calendarFeed'),
});
