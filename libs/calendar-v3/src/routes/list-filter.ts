import { hidesInvitations, isUnanswered, type EventData, type OpenCalendar } from '@dayferry/core';
import { invalidParameter } from '../errors/fail.js';
import type { Parameters } from '../parse/parameters.js';

type Test = (data: EventData) => boolean;

/**
 * eventTypes and extended properties (7.1). All constraints must hold: the reference says so, though the guide ORs
 * repeated ones. Undefined when there is nothing to test.
 */
export function filterOf(query: Parameters, open: OpenCalendar): Test | undefined {
  const { eventTypes } = query;
  const tests: Test[] = [
    ...(leavesInvitationsOut(query, open) ? [(data: EventData) => !isUnanswered(data, open)] : []),
    ...(eventTypes ? [(data: EventData) => (eventTypes as string[]).includes(data.eventType ?? 'default')] : []),
    ...propertyTests('privateExtendedProperty', query.privateExtendedProperty, (data) => data.privateProperties),
    ...propertyTests('sharedExtendedProperty', query.sharedExtendedProperty, (data) => data.sharedProperties),
  ];
  return tests.length > 0 ? (data) => tests.every((test) => test(data)) : undefined;
}

/** Section 13: unless the request wants to see them. */
export function leavesInvitationsOut(query: Parameters, open: OpenCalendar): boolean {
  return query.showHiddenInvitations !== true && hidesInvitations(open);
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
