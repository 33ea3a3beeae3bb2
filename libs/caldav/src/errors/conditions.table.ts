import type { ErrorDetail } from '@dayferry/core';
import { caldav, dav, DAYFERRY, type ClarkName } from '../clark.js';
import { href, tagsOf } from '../render/xml-text.js';

/** A precondition or postcondition element (RFC 4918 §16): its status, and what stands in it. */
export interface Condition {
  element: ClarkName;
  status: number;
  content?: (info: NonNullable<ErrorDetail['info']>) => string;
}

const named = (element: ClarkName, status = 403): Condition => ({ element, status });

/** Those of scheduling are CalDAV's (RFC 6638 §6). */
function privilegeElement(local: string): string {
  return tagsOf(local.startsWith('schedule-') ? caldav(local) : dav(local)).empty;
}

const needPrivileges: Condition = {
  element: dav('need-privileges'),
  status: 403,
  content: ({ href: path, here, privilege }) =>
    `<D:resource>${href(String(path ?? here ?? '/'))}<D:privilege>${privilegeElement(String(privilege ?? 'write'))}</D:privilege></D:resource>`,
};

const noUidConflict: Condition = {
  element: caldav('no-uid-conflict'),
  status: 403,
  content: ({ href: path }) => href(String(path ?? '')),
};

/** `detail.code` of an error to the element that names it. */
export const conditions: Readonly<Record<string, Condition>> = {
  'insufficient-role': needPrivileges,
  'insufficient-scope': needPrivileges,
  'need-privileges': needPrivileges,
  'move-by-sharee': { ...needPrivileges, content: () => needPrivileges.content!({ privilege: 'unbind' }) },
  'no-uid-conflict': noUidConflict,
  'uid-conflict': noUidConflict,
  'no-external-entities': named(dav('no-external-entities'), 400),
  'propfind-finite-depth': named(dav('propfind-finite-depth')),
  'supported-report': named(dav('supported-report')),
  'valid-sync-token': named(dav('valid-sync-token')),
  'sync-traversal-supported': named(dav('sync-traversal-supported')),
  'number-of-matches-within-limits': named(dav('number-of-matches-within-limits')),
  'foreign-destination': named(`{${DAYFERRY}}foreign-destination`, 502),
  'resource-must-be-null': named(dav('resource-must-be-null')),
  'resource-exists': named(dav('resource-must-be-null'), 405),
  'valid-resourcetype': named(dav('valid-resourcetype')),
  'resource-properties': named(dav('quota-not-exceeded'), 507),
  // RFC 4331 §6.
  'storage-full': named(dav('sufficient-disk-space'), 507),
  'too-many-calendars': named(dav('quota-not-exceeded'), 507),
  'grant-only': named(dav('grant-only')),
  'no-invert': named(dav('no-invert')),
  'no-ace-conflict': named(dav('no-ace-conflict')),
  'no-protected-ace-conflict': named(dav('no-protected-ace-conflict')),
  'no-inherited-ace-conflict': named(dav('no-inherited-ace-conflict')),
  'limited-number-of-aces': named(dav('limited-number-of-aces')),
  'not-supported-privilege': named(dav('not-supported-privilege')),
  'unknown-sharee': named(dav('recognized-principal')),
  'invalid-delegate': named(dav('allowed-principal')),
  'recognized-principal': named(dav('recognized-principal')),
  'allowed-principal': named(dav('allowed-principal')),
  'calendar-collection-location-ok': named(caldav('calendar-collection-location-ok')),
  'valid-calendar-data': named(caldav('valid-calendar-data')),
  'max-alarms': named(caldav('valid-calendar-data')),
  'valid-calendar-object-resource': named(caldav('valid-calendar-object-resource')),
  'supported-calendar-data': named(caldav('supported-calendar-data')),
  'supported-calendar-component': named(caldav('supported-calendar-component')),
  'valid-filter': named(caldav('valid-filter')),
  'supported-collation': named(caldav('supported-collation')),
  'valid-timezone': named(caldav('valid-timezone')),
  'max-resource-size': named(caldav('max-resource-size')),
  'max-instances': named(caldav('max-instances')),
  'same-organizer': named(caldav('same-organizer-in-all-components')),
  'organizer-change': named(caldav('allowed-organizer-scheduling-object-change')),
  'unique-meeting': { ...noUidConflict, element: caldav('unique-scheduling-object-resource') },
  'not-organizer': named(caldav('allowed-attendee-scheduling-object-change')),
  'valid-scheduling-message': named(caldav('valid-scheduling-message'), 400),
  'valid-organizer': named(caldav('valid-organizer')),
  primary: named(caldav('default-calendar-needed')),
  'max-attendees-per-instance': named(caldav('max-attendees-per-instance')),
  'min-date-time': named(caldav('min-date-time')),
  'max-date-time': named(caldav('max-date-time')),
};

/** `here`: path of what the request was about. */
export function conditionElement(condition: Condition, info: ErrorDetail['info'], here?: string): string {
  const tags = tagsOf(condition.element);
  const content = condition.content?.({ ...(here === undefined ? {} : { here }), ...info }) ?? '';
  return content === '' ? tags.empty : `${tags.open}${content}${tags.close}`;
}
