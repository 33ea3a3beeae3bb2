import {
  atLeast,
  DayferryError,
  forbidden,
  invalidInput,
  nobody,
  seesPrivateParts,
  unauthenticated,
  type Core,
  type OpenCalendar,
  type Principal,
} from '@dayferry/core';
import type { XmlElement } from '../parse/read-xml.js';
import type { GdataRequest } from '../parse/request.js';
import type { EventContext } from '../render/event-record.js';
import { segment } from '../render/links.js';
import { isPlain, isProjection, isWritable, type Projection } from '../render/projection.js';

/** One request on its way to a feed. */
export interface Call {
  core: Core;
  publicUrl: string;
  request: GdataRequest;
  /** Values of the pattern's named segments. */
  params: Record<string, string>;
  /** The entry of a batch, or of a partial update, in the place of the body. */
  entry?: XmlElement;
  /** Opens a private address, unless too many wrong ones came from where this request did. */
  openLink: (id: string, secret: string) => Promise<OpenCalendar>;
  /** Writes trouble of our own to the log and says what the client may know of it. */
  report: (error: unknown) => DayferryError;
}

export function signedIn({ request }: Call): Principal {
  const { user } = request.viewer;
  if (!user) throw unauthenticated('Authorization required');
  return user;
}

/**
 * The calendar of a feed; a public feed is what somebody without credentials sees, and an address with a cookie opens
 * itself. What does not exist and what may not be seen are both forbidden, as the old service had it for addresses that
 * look like one; a wrong cookie is not found, whatever is wrong with it.
 */
export async function openCalendar(call: Call): Promise<OpenCalendar> {
  const { visibility = 'private' } = call.params;
  const { calendars } = call.core;
  const secret = cookieOf(visibility);
  if (secret !== undefined) return call.openLink(call.params.user!, secret);
  const isPublic = visibility === 'public';
  const id = idFor(call, isPublic);
  try {
    return await calendars.open(isPublic ? nobody : call.request.viewer, id);
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found' && id.includes('@'))
      throw forbidden('You have no access to this calendar.');
    throw error;
  }
}

/** Of `private-<cookie>`, which needs no other credentials. */
export function cookieOf(visibility: string): string | undefined {
  return visibility.startsWith('private-') ? visibility.slice('private-'.length) : undefined;
}

function idFor(call: Call, isPublic: boolean): string {
  const user = call.params.user!;
  if (isPublic && user !== 'default') return user;
  const { email } = signedIn(call);
  return user === 'default' ? email : user;
}

/** Refuses what is not one of the reference's. */
export function requireFeed({ params }: Call): void {
  const { visibility = '', projection = '' } = params;
  if (visibility !== 'private' && visibility !== 'public' && cookieOf(visibility) === undefined)
    throw unknown(`There is no visibility ${visibility.slice(0, 40)}.`);
  if (!isProjection(projection)) throw unknown(`There is no projection ${projection.slice(0, 40)}.`);
}

/** For changes: most feeds only show (Atom reference, "Projection values"). */
export function requireWritable(call: Call): void {
  requireFeed(call);
  if (!canBeWritten(call)) throw forbidden(`This feed (${call.params.projection}) is read-only.`);
}

/** A feed that is only read shows no address for batches. */
export function requireBatching(call: Call): void {
  requireFeed(call);
  if (!canBeWritten(call)) throw noBatches();
}

export const noBatches = (): Error =>
  invalidInput('uri', 'This feed has no batches.', { code: 'batchingNotSupported' });

const canBeWritten = ({ params: { visibility, projection } }: Call): boolean =>
  visibility === 'private' && isWritable(projection as Projection);

function unknown(message: string): Error {
  return invalidInput('uri', message, { code: 'invalidRequestUri' });
}

/** `requireFeed` comes first. */
export function eventContext(call: Call, open: OpenCalendar): EventContext {
  const { query, version, language } = call.request;
  const { calendar, owner, role } = open;
  const { user, visibility, projection } = call.params;
  return {
    publicUrl: call.publicUrl,
    version: version.major,
    user: segment(user!),
    visibility: visibility!,
    projection: projection as Projection,
    calendarId: calendar.id,
    calendarZone: calendar.timeZone,
    zone: query.zone ?? calendar.timeZone,
    language: isPlain(projection as Projection) ? 'en' : language,
    owner: { email: owner.email, name: owner.name },
    canEdit: atLeast(role, 'writer') && visibility === 'private' && isWritable(projection as Projection),
    hasPrivateParts: seesPrivateParts(open),
    ...(query.maxAttendees === undefined ? {} : { maxAttendees: query.maxAttendees }),
  };
}
