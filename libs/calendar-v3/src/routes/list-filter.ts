import type { EventData, OpenCalendar } from '@dayferry/core';
import { invalidParameter } from '../errors/fail.js';
import type { Parameters } from '../parse/parameters.js';
import { mailOf, shownEmail } from '../render/people.js';
import { isOwn } from '../render/view.js';

type Test = (data: EventData) => boolean;

/**
 * eventTypes and extended properties (7.1). All constraints must hold: the reference says so, though the guide ORs
 * repeated ones. Undefined when there is nothing to test.
 */
export function filterOf(query: Parameters, open: OpenCalendar): Test | undefined {
  const { eventTypes } = query;
  const tests: Test[] = [
    ...(hidesInvitations(query, open) ? [(data: EventData) => !isUnanswered(open, data)] : []),
    ...(eventTypes ? [(data: EventData) => (eventTypes as string[]).includes(data.eventType ?? 'default')] : []),
    ...propertyTests('privateExtendedProperty', query.privateExtendedProperty, (data) => data.privateProperties),
    ...propertyTests('sharedExtendedProperty', query.sharedExtendedProperty, (data) => data.sharedProperties),
  ];
  return tests.length > 0 ? (data) => tests.every((test) => test(data)) : undefined;
}

/** Section 13: the user's setting hides from the own calendar what others have invited them to, until it is answered. */
export function hidesInvitations(query: Parameters, { viewer: { user }, calendar }: OpenCalendar): boolean {
  if (calendar.ownerKey !== user?.key || calendar.kind !== 'primary' || query.showHiddenInvitations === true)
    return false;
  const setting = user.settings.hideInvitations;
  return setting === true || setting === 'true';
}

function isUnanswered(open: OpenCalendar, { attendees = [], organizer }: EventData): boolean {
  if (!organizer || isOwn(open, mailOf(organizer.address) ?? organizer.email)) return false;
  const own = attendees.find((guest) => isOwn(open, shownEmail(guest)));
  return own !== undefined && (own.status ?? 'needs-action') === 'needs-action';
}

function propertyTests(
  parameter: string,
  constraints: string[] | undefined,
  properties: (data: EventData) => Record<string, string> | undefined,
): Test[] {
  return (constraints ?? []).map((constraint) => {
    const equals = constraint.indexOf('=');
    if (equals < 1)
      throw invalidParameter(parameter, `Invalid value for: ${constraint.slice(0, 100)} is not name=value`);
    const [name, value] = [constraint.slice(0, equals), constraint.slice(equals + 1)];
    return (data) => {
      const map = properties(data);
      return map !== undefined && Object.hasOwn(map, name) && map[name] === value;
    };
  });
}
