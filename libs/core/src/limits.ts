/** hostile-inputs.md "Default limits": every figure has a name and is a setting. */
export interface Limits {
  /** Octets of one request body. */
  bodyBytes: number;
  importBytes: number;
  /** Octets of one calendar object. */
  resourceBytes: number;
  instancesPerAnswer: number;
  expansionSteps: number;
  /** The time index holds instances from this long before now to this long after it … */
  horizonPastDays: number;
  horizonFutureDays: number;
  /** … and none of a series that has more of them. */
  horizonInstances: number;
  recurrenceDates: number;
  overrides: number;
  attendees: number;
  alarms: number;
  calendarsPerUser: number;
  multigetHrefs: number;
  jsonDepth: number;
  jsonKeys: number;
  xmlDepth: number;
  xmlElements: number;
  xmlAttributes: number;
  icalDepth: number;
  icalProperties: number;
  icalParameters: number;
  icalLineBytes: number;
  titleLength: number;
  /** Octets of one made-up property, of all on one resource, and of all below one calendar. */
  propertyBytes: number;
  resourcePropertiesBytes: number;
  calendarPropertiesBytes: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 1_048_576,
  importBytes: 10_485_760,
  resourceBytes: 1_048_576,
  instancesPerAnswer: 3_000,
  expansionSteps: 100_000,
  horizonPastDays: 366,
  horizonFutureDays: 731,
  horizonInstances: 1_500,
  recurrenceDates: 3_000,
  overrides: 3_000,
  attendees: 1_000,
  alarms: 100,
  calendarsPerUser: 250,
  multigetHrefs: 5_000,
  jsonDepth: 64,
  jsonKeys: 20_000,
  xmlDepth: 64,
  xmlElements: 50_000,
  xmlAttributes: 64,
  icalDepth: 8,
  icalProperties: 20_000,
  icalParameters: 64,
  icalLineBytes: 65_536,
  titleLength: 65_536,
  propertyBytes: 65_536,
  resourcePropertiesBytes: 1_048_576,
  calendarPropertiesBytes: 16_777_216,
};
