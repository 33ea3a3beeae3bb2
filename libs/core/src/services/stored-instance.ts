import type { Limits } from '../limits.js';
import type { EventData } from '../model/event-data.js';
import { isDate } from '../model/time-point.js';
import type { InstanceFound } from '../ports/instances.port.js';
import type { Occurrence } from '../recurrence/api.js';
import { resolve } from '../recurrence/resolve.js';
import { isRecurring } from '../recurrence/series.js';
import { instanceStamp, stampAt } from '../recurrence/stamp.js';
import type { StoredInstance, StoredSeries } from './api.js';
import { plainOccurrence } from './indexed-instance.js';

/** What nobody asks for is not made: a list needs starts and ids to be put in order. */
class IndexedInstance implements StoredInstance {
  readonly id: string;
  readonly startUtc: number;
  private known: Occurrence | undefined;
  private resolved: EventData | undefined;

  constructor(
    readonly stored: StoredSeries,
    private readonly place: InstanceFound,
    private readonly limits: Limits,
  ) {
    const { head, series } = stored;
    const isDay = isDate(series.master.start!);
    this.id = isRecurring(series) ? `${head.id}_${stampAt(place.original, isDay)}` : head.id;
    this.startUtc = place.start;
  }

  get occurrence(): Occurrence {
    return (this.known ??= plainOccurrence(this.stored.series, this.place, this.limits));
  }

  get data(): EventData {
    return (this.resolved ??= resolve(this.stored.series, this.occurrence));
  }
}

class ExpandedInstance implements StoredInstance {
  readonly id: string;
  private resolved: EventData | undefined;

  constructor(
    readonly stored: StoredSeries,
    readonly occurrence: Occurrence,
  ) {
    const { head, series } = stored;
    const stamp = (): string => instanceStamp(occurrence.recurrenceId, series.timeZones);
    this.id = isRecurring(series) ? `${head.id}_${stamp()}` : head.id;
  }

  get startUtc(): number {
    return this.occurrence.startUtc;
  }

  get data(): EventData {
    return (this.resolved ??= resolve(this.stored.series, this.occurrence));
  }
}

export function toInstance(stored: StoredSeries, occurrence: Occurrence): StoredInstance {
  return new ExpandedInstance(stored, occurrence);
}

/** Of a plain series (`isPlain`), from where the time index has it, in the zone asked for (`inZone`). */
export function indexedInstance(stored: StoredSeries, place: InstanceFound, limits: Limits): StoredInstance {
  return new IndexedInstance(stored, place, limits);
}

export function byStart(a: StoredInstance, b: StoredInstance): number {
  return a.startUtc - b.startUtc || (a.id < b.id ? -1 : 1);
}
