import { redacted, sightOf } from '../access/redaction.js';
import type { EventSeries } from '../model/series.js';
import type { ICalendarRenderer } from '../ports/environment.port.js';
import type { SeriesRow } from '../ports/store.port.js';
import type { OpenCalendar, StoredSeries } from './api.js';

/** A row as one viewer may see it, or null when it does not exist for them. */
export function toStored(open: OpenCalendar, row: SeriesRow, renderer: ICalendarRenderer): StoredSeries | null {
  const sees = sightOf(open.role, row.privacy);
  if (sees === 'hidden') return null;
  return sees === 'full' ? new WholeSeries(row) : new BusySeries(row, renderer);
}

class WholeSeries implements StoredSeries {
  readonly sees = 'full';
  private parsed: EventSeries | undefined;

  constructor(private readonly row: SeriesRow) {}

  get head(): SeriesRow {
    return this.row;
  }

  get series(): EventSeries {
    return (this.parsed ??= parseBody(this.row));
  }

  get ical(): string {
    return this.row.ical;
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

export function parseBody(row: SeriesRow): EventSeries {
  return JSON.parse(row.body) as EventSeries;
}
