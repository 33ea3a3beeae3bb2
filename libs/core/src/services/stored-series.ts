import { redacted, seesPrivateParts, sightOf, withoutPrivateParts } from '../access/redaction.js';
import type { EventSeries } from '../model/series.js';
import type { ICalendarRenderer } from '../ports/environment.port.js';
import type { SeriesRow } from '../ports/store.port.js';
import type { OpenCalendar, StoredSeries } from './api.js';

/** A row as one viewer may see it, or null when it does not exist for them. */
export function toStored(open: OpenCalendar, row: SeriesRow, renderer: ICalendarRenderer): StoredSeries | null {
  const sees = sightOf(open.role, row.privacy);
  if (sees === 'hidden') return null;
  if (sees === 'busy') return new BusySeries(row, renderer);
  // In the text first: few events have such parts, and a look into it is much less than reading it.
  const isWhole = seesPrivateParts(open) || !row.body.includes('"privateProperties"');
  return isWhole ? new WholeSeries(row) : new SharedSeries(row, renderer);
}

class WholeSeries implements StoredSeries {
  readonly sees = 'full';

  constructor(private readonly row: SeriesRow) {}

  get head(): SeriesRow {
    return this.row;
  }

  get series(): EventSeries {
    return parseBody(this.row);
  }

  get ical(): string {
    return this.row.ical;
  }
}

/** As those see it who only read the calendar of somebody else. */
class SharedSeries implements StoredSeries {
  readonly sees = 'full';
  private parsed: EventSeries | undefined;

  constructor(
    private readonly row: SeriesRow,
    private readonly renderer: ICalendarRenderer,
  ) {}

  get head(): SeriesRow {
    return this.row;
  }

  get series(): EventSeries {
    return (this.parsed ??= withoutPrivateParts(parseBody(this.row)));
  }

  get ical(): string {
    return this.renderer.render(this.series);
  }
}

class BusySeries implements StoredSeries {
  readonly sees = 'busy';
  private parsed: EventSeries | undefined;

  private readonly row: SeriesRow;

  constructor(
    row: SeriesRow,
    private readonly renderer: ICalendarRenderer,
  ) {
    this.row = { ...row, isRedacted: true };
  }

  get head(): SeriesRow {
    return this.row;
  }

  get series(): EventSeries {
    return (this.parsed ??= redacted(parseBody(this.row)));
  }

  get ical(): string {
    return this.renderer.render(this.series);
  }
}

const parsed = Symbol('parsed');

/** The record of a row, parsed once for as long as the row is held in memory; frozen, since many requests read it. */
export function parseBody(row: SeriesRow): EventSeries {
  const held = row as SeriesRow & { [parsed]?: EventSeries };
  const known = held[parsed];
  if (known) return known;
  const series = frozen(JSON.parse(row.body) as EventSeries);
  // On the row itself: what a weak map holds outlives many collections of young objects. Copies of the row do not get it.
  Object.defineProperty(held, parsed, { value: series });
  return series;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
