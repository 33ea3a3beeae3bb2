import type { Viewer } from '../access/viewer.js';
import type { EventSeries } from '../model/series.js';
import type { ResourceProperty, SeriesRef } from '../ports/store.port.js';
import type { PropertyChange, PropertySelection } from './changes.js';
import type { OpenCalendar } from './open-calendar.js';

/**
 * Properties that clients made up (RFC 4918 §4.1). They are kept with the resource and say nothing to any other protocol.
 * Changes are all done or none; TooLarge `resource-properties` when there would be too many.
 */
export interface PropertyService {
  /** Of the calendars themselves (`resourceKey` `self`), in one query; nothing where the viewer sees busy times only. */
  ofCalendars(opens: OpenCalendar[], names?: string[]): Promise<ResourceProperty[]>;
  /** Of what is in a calendar, by the series' keys. */
  ofMembers(open: OpenCalendar, some?: PropertySelection): Promise<ResourceProperty[]>;
  /** Of the signed-in user's own collections, by their names. */
  ofUser(viewer: Viewer, names?: string[]): Promise<ResourceProperty[]>;
  /** Writers only. `check` runs inside the transaction on the current state and may throw. */
  changeSeries(
    open: OpenCalendar,
    ref: SeriesRef,
    changes: PropertyChange[],
    check?: (current: EventSeries) => void,
  ): Promise<void>;
  changeUser(viewer: Viewer, resource: string, changes: PropertyChange[]): Promise<void>;
}
