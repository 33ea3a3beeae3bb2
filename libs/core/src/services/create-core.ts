import { LRUCache } from 'lru-cache';
import { pushService } from '../push/channels.js';
import { schedulingService } from '../scheduling/service.js';
import type { Core } from './api.js';
import { calendarService } from './calendars.js';
import type { CoreContext, CoreDependencies } from './context.js';
import { DirectoryCache } from './directory-cache.js';
import { directoryService } from './directory.js';
import { eventService } from './events.js';
import { freeBusyService } from './free-busy.js';
import { inboxService } from './inbox.js';
import { peopleService } from './people.js';
import { propertyService } from './properties.js';
import { sharingService } from './sharing.js';
import { upkeepService } from './upkeep.js';
import { RenderCache } from './render-cache.js';

/** Core's services over one store; made once by an app. */
export function createCore(dependencies: CoreDependencies): Core {
  const context: CoreContext = {
    ...dependencies,
    directory: new DirectoryCache(dependencies.store.reader),
    matches: new LRUCache({ max: 1_000, maxSize: 200_000, sizeCalculation: (heads) => heads.length + 1 }),
    // Half a kilobyte each.
    heads: new LRUCache({ max: 60_000 }),
    rows: new LRUCache({
      maxSize: 64 * 1_048_576,
      // The texts, and the record parsed from one of them (stored-series.ts): measured, and a half more.
      sizeCalculation: ({ row }) => 5 * row.body.length + 2 * row.ical.length + 700,
    }),
    changeLogs: new LRUCache({ max: 1_000 }),
    rootReadings: new LRUCache({ max: 10_000 }),
  };
  return {
    calendars: calendarService(context),
    events: eventService(context),
    freeBusy: freeBusyService(context),
    directory: directoryService(context),
    inbox: inboxService(context),
    people: peopleService(context),
    properties: propertyService(context),
    push: pushService(context),
    scheduling: schedulingService(context),
    sharing: sharingService(context),
    upkeep: upkeepService(context),
    limits: dependencies.limits,
    clock: dependencies.clock,
    rendered: new RenderCache(),
    octets: new RenderCache<Buffer>(),
  };
}
