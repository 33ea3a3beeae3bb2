import { invalidInput } from '@dayferry/core';
import { caldav, dav, type ClarkName } from '../clark.js';
import { parseCalendarData, type CalendarDataRequest } from './calendar-data.js';
import { child, requireRoot, type XmlElement } from './xml-element.js';

/** Which properties an answer shows (RFC 4918 §14.20; the same choice stands in the reports of RFC 4791). */
export interface PropertyRequest {
  type: 'prop' | 'allprop' | 'propname';
  /** Named properties; with allprop those of DAV:include. */
  names: ClarkName[];
  /** Set in reports that ask for CALDAV:calendar-data. */
  calendarData?: CalendarDataRequest;
}

/** More names than any client knows: each unknown one costs an element in every response. */
const mostNames = 1_000;

/** An empty body asks for all properties. */
export function parsePropfind(root: XmlElement | null): PropertyRequest {
  if (!root) return { type: 'allprop', names: [] };
  const request = parsePropertyRequest(requireRoot(root, dav('propfind')));
  if (!request)
    throw invalidInput('propfind', 'DAV:propfind needs DAV:prop, DAV:allprop or DAV:propname.', { code: 'xml' });
  return request;
}

const choiceNames = new Set([dav('prop'), dav('allprop'), dav('propname')]);

/** The choice among the children of a PROPFIND or REPORT body; null when there is none. */
export function parsePropertyRequest(body: XmlElement): PropertyRequest | null {
  const choices = body.children.filter(({ name }) => choiceNames.has(name));
  if (choices.length > 1)
    throw invalidInput('prop', 'There is one of DAV:prop, DAV:allprop and DAV:propname, and one only.', {
      code: 'xml',
    });
  const [choice] = choices;
  if (!choice) return null;
  if (choice.name === dav('prop')) return named(choice);
  if (choice.name === dav('propname')) return { type: 'propname', names: [] };
  return { ...named(child(body, dav('include'))), type: 'allprop' };
}

function named(prop: XmlElement | undefined): PropertyRequest {
  const names = [...new Set(prop?.children.map((property) => property.name))];
  if (names.length > mostNames)
    throw invalidInput('prop', `A request may name at most ${mostNames} properties.`, { code: 'xml' });
  const data = prop && child(prop, caldav('calendar-data'));
  return { type: 'prop', names, ...(data ? { calendarData: parseCalendarData(data) } : {}) };
}
