import { invalidInput } from '@dayferry/core';
import { caldav } from '../clark.js';
import { parseTimeRange, type TimeRange } from './date-time.js';
import { childrenNamed, type XmlElement } from './xml-element.js';

/** RFC 4791 §9.11: one time range, both ends of which are needed for an answer that has an end. */
export function parseFreeBusyQuery(root: XmlElement): Required<TimeRange> {
  const ranges = childrenNamed(root, caldav('time-range'));
  if (ranges.length !== 1)
    throw invalidInput('free-busy-query', 'CALDAV:free-busy-query has one CALDAV:time-range.', { code: 'xml' });
  return parseTimeRange(ranges[0]!, { code: 'xml', needsBoth: true }) as Required<TimeRange>;
}
