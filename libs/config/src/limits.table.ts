import { defaultLimits, type Limits } from '@dayferry/core';
import { setting, type Setting } from './setting.js';
import { limit } from './value.js';

type LimitSettings = { [K in keyof Limits]: Setting<number> };

/** Highest value and meaning of every limit; the defaults are core's. */
const rows: { [K in keyof Limits]: [maximum: number, sentence: string] } = {
  bodyBytes: [104_857_600, 'Octets of one request body, counted after decoding.'],
  importBytes: [1_073_741_824, 'Octets of one import; also the size at which the server stops reading any body.'],
  resourceBytes: [104_857_600, 'Octets of one calendar object (CALDAV:max-resource-size).'],
  instancesPerAnswer: [100_000, 'Instances of one series in one answer (CALDAV:max-instances).'],
  expansionSteps: [10_000_000, 'Candidate dates that are tried for one series in one request.'],
  horizonPastDays: [36_600, 'How far back instances of endless series are kept ready, in days.'],
  horizonFutureDays: [36_600, 'How far ahead instances of endless series are kept ready, in days.'],
  horizonInstances: [100_000, 'Instances of one series that are kept ready; of a series with more, none are.'],
  recurrenceDates: [100_000, 'Single dates added to and taken from one series (RDATE and EXDATE together).'],
  overrides: [100_000, 'Changed instances of one series.'],
  attendees: [100_000, 'Attendees of one event (CALDAV:max-attendees-per-instance).'],
  alarms: [10_000, 'Alarms of one object.'],
  calendarsPerUser: [100_000, 'Calendars that one user may own.'],
  multigetHrefs: [1_000_000, 'Resources named in one calendar-multiget.'],
  jsonDepth: [1_000, 'Nesting of a JSON body.'],
  jsonKeys: [10_000_000, 'Members of a JSON body, all levels together.'],
  xmlDepth: [1_000, 'Nesting of an XML body.'],
  xmlElements: [10_000_000, 'Elements of an XML body.'],
  xmlAttributes: [10_000, 'Attributes of one XML element.'],
  icalDepth: [100, 'Nesting of components in iCalendar text.'],
  icalProperties: [10_000_000, 'Properties of one calendar object.'],
  icalParameters: [10_000, 'Parameters of one iCalendar property.'],
  icalLineBytes: [104_857_600, 'Octets of one unfolded iCalendar line.'],
  titleLength: [1_048_576, 'Characters of a title.'],
  propertyBytes: [1_048_576, 'Octets of one WebDAV property that a client made up.'],
  resourcePropertiesBytes: [16_777_216, 'Octets of all such properties of one resource.'],
  calendarPropertiesBytes: [1_073_741_824, 'Octets of all such properties of one calendar and what is in it.'],
};

/** bodyBytes → LIMIT_BODY_BYTES */
const variableOf = (member: string): string =>
  `LIMIT_${member.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

function limitSetting(member: keyof Limits): Setting<number> {
  const [maximum, sentence] = rows[member];
  const schema = limit(maximum, member.endsWith('Bytes'));
  return setting({ name: variableOf(member), sentence, schema, maximum, fallback: String(defaultLimits[member]) });
}

export const limitMembers = Object.keys(rows) as (keyof Limits)[];

export const limitSettings = Object.fromEntries(
  limitMembers.map((member) => [member, limitSetting(member)]),
) as LimitSettings;
