import type { EventService } from './api.js';
import type { CoreContext } from './context.js';
import { instanceAt, queryInstances, streamInstances } from './event-instances.js';
import { changesSince, findByName, findListed, findSeries, ofHeads, queryHeads, querySeries } from './event-reads.js';
import { joinStored, splitStored } from './event-split.js';
import { transferSeries } from './event-transfer.js';
import { lastChange } from './last-change.js';
import { removeSeries, writeMany, writeSeries } from './event-writes.js';

export function eventService(core: CoreContext): EventService {
  return {
    find: (open, ref, options) => findSeries(core, open, ref, options),
    findListed: (viewer, ref) => findListed(core, viewer, ref),
    findByName: (open, names) => findByName(core, open, names),
    query: (open, query) => querySeries(core, open, query),
    heads: (open, query) => queryHeads(core, open, query),
    lastChange: (open) => lastChange(core, open),
    ofHeads: (open, heads) => ofHeads(core, open, heads),
    instances: (open, query) => queryInstances(core, open, query),
    stream: (open, query) => streamInstances(core, open, query),
    instance: (open, stored, recurrenceId) =>
      Promise.resolve().then(() => instanceAt(core, open, stored, recurrenceId)),
    changes: (open, since, limit) => changesSince(core, open, since, limit),
    write: (open, ref, change, options) => writeSeries(core, { open, ref, change, options }),
    writeMany: (open, items) =>
      writeMany(
        core,
        items.map((item) => ({ open, ...item })),
      ),
    split: (open, ref, at, options) => splitStored(core, { open, ref, at, options }),
    join: (open, ref, next, options) => joinStored(core, { open, ref, next, options }),
    transfer: (from, ref, to, options) => transferSeries(core, { from, ref, to, options }),
    remove: (open, ref, check, options) => removeSeries(core, { open, ref, check, options }),
  };
}
