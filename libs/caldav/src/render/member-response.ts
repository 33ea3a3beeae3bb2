import { seesPrivateParts, type SeriesHead } from '@dayferry/core';
import type { PropertyRequest } from '../parse/propfind.js';
import { encodeSegment, hrefOf } from '../routes/hrefs.js';
import type { CalendarResource, ObjectResource } from '../routes/resource.js';
import type { RenderContext } from './property.js';
import { isStable, propertyRenderer } from './property-response.js';

export type Member = Pick<ObjectResource, 'head' | 'stored'>;

/** One DAV:response of a member of a calendar. */
export type MemberRenderer = (member: Member) => string;

interface Known {
  variant: string;
  text: string;
}

/**
 * Responses by the row that they were made of, which core keeps for as long as it has not changed and has room: a calendar
 * that is asked for again costs only what has changed in it. One for each row, since a client asks in one way.
 */
const known = new WeakMap<SeriesHead, Known>();

/** Renders members of one calendar; `isMinimal`: what is not there is not mentioned (RFC 8144 §2.1). */
export function memberRenderer(
  request: PropertyRequest,
  calendar: CalendarResource,
  context: RenderContext,
  isMinimal: boolean,
): MemberRenderer {
  const render = propertyRenderer(request, context, isMinimal);
  const prefix = hrefOf(calendar.address);
  const { open } = calendar;
  // One for all members: nothing keeps it.
  const address = { ...calendar.address, kind: 'object' as const, name: '' };
  const make = ({ head, stored }: Member): string => {
    address.name = head.resourceName;
    const path = prefix + encodeSegment(head.resourceName);
    return render({ kind: 'object', address, open, head, ...(stored ? { stored } : {}) }, path);
  };
  const variant = stableVariant(request, calendar, isMinimal);
  if (variant === null) return make;
  return (member) => {
    const last = known.get(member.head);
    if (last?.variant === variant) return last.text;
    const text = make(member);
    known.set(member.head, { variant, text });
    return text;
  };
}

/** All that a stable response depends on beside the row; null where responses are not stable. */
export function stableVariant(request: PropertyRequest, calendar: CalendarResource, isMinimal: boolean): string | null {
  if (!isStable(request)) return null;
  const { type, names, calendarData } = request;
  const { role, calendar: stored } = calendar.open;
  const sight = [role, seesPrivateParts(calendar.open), stored.timeZone];
  return JSON.stringify([hrefOf(calendar.address), isMinimal, ...sight, type, names, calendarData]);
}

/** The resource of one member of a calendar. */
export function memberOf(calendar: CalendarResource, { head, stored }: Member): ObjectResource {
  const address = { ...calendar.address, kind: 'object', name: head.resourceName } as const;
  return { kind: 'object', address, open: calendar.open, head, ...(stored ? { stored } : {}) };
}
