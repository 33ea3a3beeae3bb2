import { caldav, dav } from '../clark.js';
import { parseSets, type PropertyUpdate } from './proppatch.js';
import { requireRoot, type XmlElement } from './xml-element.js';

/** RFC 4791 §5.3.1; no body = a calendar with nothing set. A DAV:resourcetype is allowed when it says the same. */
export function parseMkcalendar(root: XmlElement | null): PropertyUpdate[] {
  return root ? parseSets(requireRoot(root, caldav('mkcalendar'))) : [];
}

/** RFC 5689 §3: an extended MKCOL says what it makes; when it does not, that is an instruction that fails. */
export function parseMkcol(root: XmlElement | null): PropertyUpdate[] {
  const sets = root ? parseSets(requireRoot(root, dav('mkcol'))) : [];
  const name = dav('resourcetype');
  return sets.some((set) => set.name === name) ? sets : [...sets, { name, value: null }];
}
