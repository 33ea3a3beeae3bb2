import type { Attendee, JCalProperty, Organizer } from '@dayferry/core';
import { residueParameter as residueName } from '../parse/options.js';

type Parameters = Record<string, string | string[]>;

const roles: Record<string, string> = {
  chair: 'CHAIR',
  required: 'REQ-PARTICIPANT',
  optional: 'OPT-PARTICIPANT',
  informational: 'NON-PARTICIPANT',
  owner: 'OWNER',
};

/** An attendee with an address; one without is carried whole (see carriers). */
export function attendeeProperty(attendee: Attendee): JCalProperty {
  const { address, name, email, role, status, kind, rsvp, additionalGuests, comment, ...more } = attendee;
  const {
    delegatedTo,
    delegatedFrom,
    memberOf,
    sentBy,
    language,
    directory,
    scheduleAgent,
    scheduleStatus,
    extras,
    ...residue
  } = more;
  const parameters = compact({
    cn: name,
    email,
    role: role && (roles[role] ?? role),
    partstat: status?.toUpperCase(),
    cutype: kind?.toUpperCase(),
    rsvp: rsvp === undefined ? undefined : rsvp ? 'TRUE' : 'FALSE',
    'x-num-guests': additionalGuests?.toString(),
    'x-response-comment': comment,
    'delegated-to': list(delegatedTo),
    'delegated-from': list(delegatedFrom),
    member: list(memberOf),
    'sent-by': sentBy,
    language,
    dir: directory,
    'schedule-agent': scheduleAgent?.toUpperCase(),
    'schedule-status': scheduleStatus?.join(','),
  });
  return [
    'attendee',
    { ...parameters, ...extras?.ical, ...residueParameter(residue, extras) },
    'cal-address',
    address ?? '',
  ];
}

export function organizerProperty(name: 'organizer' | 'attendee', organizer: Organizer): JCalProperty {
  const { address, name: cn, email, sentBy, language, directory, extras } = organizer;
  const parameters = compact({ cn, email, 'sent-by': sentBy, language, dir: directory });
  return [name, { ...parameters, ...extras?.ical, ...residueParameter({}, extras) }, 'cal-address', address];
}

function list(values: string[] | undefined): string | string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}

export function compact(parameters: Record<string, string | string[] | undefined>): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
}

/** What has no parameter of its own, as JSON in one of ours; JSON members of other protocols stay out of v3's hands. */
export function residueParameter(residue: object, extras: { js?: unknown; v3?: unknown } | undefined): Parameters {
  const carried = { ...residue, ...(extras?.js ? { extras: { js: extras.js } } : {}) };
  return Object.values(carried).some((value) => value !== undefined) ? { [residueName]: JSON.stringify(carried) } : {};
}
