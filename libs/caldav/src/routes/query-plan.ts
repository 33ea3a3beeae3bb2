import type { SeriesKind } from '@dayferry/core';
import type { CompFilter } from '../parse/calendar-filter.js';
import type { TimeRange } from '../parse/date-time.js';

/** What of a filter the index answers, and whether the objects' text must be looked at as well. */
export interface QueryPlan {
  /** Empty: nothing can match. */
  kinds: SeriesKind[];
  /** Answered exactly by core's query, for events. */
  window?: TimeRange;
  needsText: boolean;
}

/** All that is stored, by the names that filters have for it. */
export const kindsByName = new Map<string, SeriesKind>([
  ['VEVENT', 'event'],
  ['VTODO', 'task'],
  ['VJOURNAL', 'journal'],
  ['VAVAILABILITY', 'availability'],
]);

/** An object holds one kind of component, so filters on components below VCALENDAR choose among the kinds. */
export function planQuery(root: CompFilter): QueryPlan {
  const asked = root.comps.filter((comp) => kindsByName.has(comp.name));
  const kinds = [...kindsByName]
    .filter(([name]) => asked.every((comp) => (comp.name === name) !== comp.isNotDefined))
    .map(([, kind]) => kind);
  const events = asked.find((comp) => comp.name === 'VEVENT' && !comp.isNotDefined);
  const isAnswered = (comp: CompFilter): boolean =>
    comp.isNotDefined || (comp.props.length + comp.comps.length === 0 && (!comp.timeRange || comp === events));
  const needsText =
    root.props.length > 0 || !root.comps.every((comp) => kindsByName.has(comp.name) && isAnswered(comp));
  return { kinds, needsText, ...(events?.timeRange ? { window: events.timeRange } : {}) };
}
