import { forbidden } from '@dayferry/core';
import { caldav, dav } from '../clark.js';
import { parseSets, type PropertyUpdate } from './proppatch.js';
import { child, requireRoot, type XmlElement } from './xml-element.js';

/** RFC 4791 §5.3.1; no body = a calendar with nothing set. A DAV:resourcetype is allowed when it says the same. */
export function parseMkcalendar(root: XmlElement | null): PropertyUpdate[] {
  if (!root) return [];
  const sets = parseSets(requireRoot(root, caldav('mkcalendar')));
  for (const set of sets) if (set.name === dav('resourcetype')) requireCalendar(set);
  return sets.filter(({ name }) => name !== dav('resourcetype'));
}

/** RFC 5689 §3: an extended MKCOL that makes a calendar; other collections do not exist here. */
export function parseMkcol(root: XmlElement | null): PropertyUpdate[] {
  const sets = root ? parseSets(requireRoot(root, dav('mkcol'))) : [];
  const type = sets.find(({ name }) => name === dav('resourcetype'));
  requireCalendar(type);
  return sets.filter((set) => set !== type);
}

function requireCalendar(update: PropertyUpdate | undefined): void {
  const types = update?.value ? [dav('collection'), caldav('calendar')].map((name) => child(update.value!, name)) : [];
  if (types.length === 2 && types.every((type) => type !== undefined) && update?.value?.children.length === 2) return;
  throw forbidden('Only calendars can be made: DAV:resourcetype holds DAV:collection and CALDAV:calendar.', {
    code: 'valid-resourcetype',
  });
}
