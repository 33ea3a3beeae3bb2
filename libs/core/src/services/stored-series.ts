import { redacted, seesPrivateParts, sightOf, withoutPrivateParts } from '../access/redaction.js';
import type { EventSeries } from '../model/series.js';
import type { Principal } from '../model/directory.js';
import type { ICalendarRenderer } from '../ports/environment.port.js';
import type { SeriesRow } from '../ports/store.port.js';
import type { OpenCalendar, StoredSeries } from './api.js';
import { signedNow } from './signatures.js';

/** A row as one viewer may see it, or null when it does not exist for them. */
export function toStored(open: OpenCalendar, row: SeriesRow, renderer: ICalendarRenderer): StoredSeries | null {
  const sees = sightOf(open.role, row.privacy);
  if (sees === 'hidden') return null;
  if (sees === 'busy') return new CutSeries(sees, { ...row, isRedacted: true }, redacted, renderer);
  // In the text first: few events have such parts, and a look into it is much less than reading it.
  const isWhole = seesPrivateParts(open) || !row.body.includes('"privateProperties"');
  if (isWhole) return new WholeSeries(row, open.owner);
  return new CutSeries(sees, row, (series) => withoutPrivateParts(signedNow(series, open.owner)), renderer);
}

class WholeSeries implements StoredSeries {
  readonly sees = 'full';
  private signed: EventSeries | undefined;

  constructor(
    readonly head: SeriesRow,
    private readonly owner: Principal,
  ) {}

  get series(): EventSeries {
    return (this.signed ??= signedNow(parseBody(this.head), this.owner));
  }

  get ical(): string {
    return this.head.ical;
  }
}

/** With the parts cut that the viewer is not shown, and a text made of the rest. */
class CutSeries implements StoredSeries {
  private parsed: EventSeries | undefined;

  constructor(
    readonly sees: StoredSeries['sees'],
    readonly head: SeriesRow,
    private readonly cut: (series: EventSeries) => EventSeries,
    private readonly renderer: ICalendarRenderer,
  ) {}

  get series(): EventSeries {
    return (this.parsed ??= this.cut(parseBody(this.head)));
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
