import {
  atLeast,
  DayferryError,
  forbidden,
  invalidInput,
  unauthenticated,
  type Core,
  type OpenCalendar,
  type Principal,
} from '@dayferry/core';
import type { GdataRequest } from '../parse/request.js';
import type { EventContext } from '../render/event-record.js';
import { segment } from '../render/links.js';

/** One request on its way to a feed. */
export interface Call {
  core: Core;
  publicUrl: string;
  request: GdataRequest;
  /** Values of the pattern's named segments. */
  params: Record<string, string>;
}

export function signedIn({ request }: Call): Principal {
  const { user } = request.viewer;
  if (!user) throw unauthenticated('Authorization required');
  return user;
}

/**
 * The calendar of an event feed. What does not exist and what may not be seen are both forbidden, as the old service
 * had it for addresses that look like one.
 */
export async function openCalendar(call: Call): Promise<OpenCalendar> {
  const { viewer } = call.request;
  const user = signedIn(call);
  const id = call.params.user === 'default' ? user.email : call.params.user!;
  try {
    return await call.core.calendars.open(viewer, id);
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found' && id.includes('@'))
      throw forbidden('You have no access to this calendar.');
    throw error;
  }
}

const visibilities = new Set(['private', 'public']);
const projections = new Set(['full', 'full-noattendees', 'composite', 'attendees-only', 'free-busy', 'basic']);

/** Other visibilities and projections of the reference are known but not served. */
export function requireFullProjection({ params }: Call): void {
  const { visibility = '', projection = '' } = params;
  if (!visibilities.has(visibility) && !visibility.startsWith('private-'))
    throw unknown(`There is no visibility ${visibility.slice(0, 40)}.`);
  if (!projections.has(projection)) throw unknown(`There is no projection ${projection.slice(0, 40)}.`);
  if (visibility === 'private' && projection === 'full') return;
  throw new DayferryError('unsupported', `The ${visibility.replace(/-.*/, '')}/${projection} feed is not supported.`);
}

function unknown(message: string): Error {
  return invalidInput('uri', message, { code: 'invalidRequestUri' });
}

export function eventContext(call: Call, open: OpenCalendar): EventContext {
  const { query, version } = call.request;
  const { calendar, owner, role } = open;
  return {
    publicUrl: call.publicUrl,
    version: version.major,
    user: segment(call.params.user!),
    calendarId: calendar.id,
    calendarZone: calendar.timeZone,
    zone: query.zone ?? calendar.timeZone,
    owner: { email: owner.email, name: owner.name },
    canEdit: atLeast(role, 'writer'),
    ...(query.maxAttendees === undefined ? {} : { maxAttendees: query.maxAttendees }),
  };
}
