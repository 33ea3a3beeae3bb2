import { forbidden, invalidInput, type Limits } from '@dayferry/core';
import { dav } from '../clark.js';
import { parsePropertyRequest, type PropertyRequest } from './propfind.js';
import { childrenNamed, type XmlElement } from './xml-element.js';

/** RFC 4791 §9.10. */
export interface CalendarMultiget {
  properties: PropertyRequest;
  /** As written, each once. */
  hrefs: string[];
}

export function parseCalendarMultiget(root: XmlElement, limits: Pick<Limits, 'multigetHrefs'>): CalendarMultiget {
  const hrefs = childrenNamed(root, dav('href')).map((href) => href.text.trim());
  if (hrefs.length === 0) throw invalidInput('href', 'CALDAV:calendar-multiget needs a DAV:href.', { code: 'xml' });
  if (hrefs.length > limits.multigetHrefs) {
    throw forbidden(`At most ${limits.multigetHrefs} resources are given at once.`, {
      code: 'number-of-matches-within-limits',
    });
  }
  return { properties: parsePropertyRequest(root) ?? { type: 'allprop', names: [] }, hrefs: [...new Set(hrefs)] };
}
