/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A property in jCal form (RFC 7265 §3.4): name, parameters, value type, values. */
export type JCalProperty = [string, Record<string, string | string[]>, string, ...Json[]];

/** A component in jCal form (RFC 7265 §3.3). */
export type JCalComponent = [string, JCalProperty[], JCalComponent[]];

/**
 * What one protocol alone understands, kept on the thing it was written on and given back by that protocol only
 * (mapping.md §0 rule 4).
 */
export interface Shadow {
  /** Properties the model has no name for, in their order. */
  icalProperties?: JCalProperty[];
  /** Sub-components that are not alarms or locations. */
  icalComponents?: JCalComponent[];
  /** Parameters left over on known properties, by lower-case property name. */
  icalParameters?: Record<string, Record<string, string | string[]>>;
  /** Unknown JSCalendar members of the top object, by name. */
  js?: Record<string, Json>;
  /** Unknown v3 members, by name. */
  v3?: Record<string, Json>;
  /** Foreign v2 elements, each a serialised XML element with its own namespace declarations. */
  v2?: string[];
}

/** The same for a nested thing (attendee, alarm, location, link): unknown parameters, unknown JSON members. */
export interface Extras {
  ical?: Record<string, string | string[]>;
  js?: Record<string, Json>;
  v3?: Record<string, Json>;
}
