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

/** What nobody asks for is not made: a list needs starts alone to be put in order. */
abstract class Instance implements StoredInstance {
  private resolved: EventData | undefined;

  constructor(readonly stored: StoredSeries) {}

  abstract get startUtc(): number;
  abstract get occurrence(): Occurrence;
  protected abstract get stamp(): string;

  get id(): string {
    const { head, series } = this.stored;
    return isRecurring(series) ? `${head.id}_${this.stamp}` : head.id;
  }

  get key(): string {
    return `${this.stored.head.key}_${this.stamp}`;
  }

  get data(): EventData {
    return (this.resolved ??= resolve(this.stored.series, this.occurrence));
  }
}

class IndexedInstance extends Instance {
  private known: Occurrence | undefined;

  constructor(
    stored: StoredSeries,
    private readonly place: InstanceFound,
    private readonly limits: Limits,
  ) {
    super(stored);
  }

  get startUtc(): number {
    return this.place.start;
  }

  protected get stamp(): string {
    return stampAt(this.place.original, isDate(this.stored.series.master.start!));
  }

  get occurrence(): Occurrence {
    return (this.known ??= plainOccurrence(this.stored.series, this.place, this.limits));
  }
}

class ExpandedInstance extends Instance {
  constructor(
    stored: StoredSeries,
    readonly occurrence: Occurrence,
  ) {
    super(stored);
  }

  get startUtc(): number {
    return this.occurrence.startUtc;
  }

  protected get stamp(): string {
    return instanceStamp(this.occurrence.recurrenceId, this.stored.series.timeZones);
  }
}

export function toInstance(stored: StoredSeries, occurrence: Occurrence): StoredInstance {
  return new ExpandedInstance(stored, occurrence);
}

/** Of a plain series (`isPlain`), from where the time index has it, in the zone asked for (`inZone`). */
export function indexedInstance(stored: StoredSeries, place: InstanceFound, limits: Limits): StoredInstance {
  return new IndexedInstance(stored, place, limits);
}

/** By start, then by key. */
export function byStart(a: StoredInstance, b: StoredInstance): number {
  return a.startUtc - b.startUtc || order(a.stored.head.key, b.stored.head.key) || order(a.key, b.key);
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
