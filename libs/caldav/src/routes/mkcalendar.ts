import { conflict, DayferryError, forbidden, signedIn, type NewCalendar, type OpenCalendar } from '@dayferry/core';
import { patchOf } from '../parse/calendar-edit.js';
import { parseMkcalendar, parseMkcol } from '../parse/mkcalendar.js';
import type { PropertyUpdate } from '../parse/proppatch.js';
import { settable, settableOnce } from '../parse/settable.table.js';
import { multistatus } from '../render/multistatus.js';
import { href, xmlDocument } from '../render/xml-text.js';
import { readBody } from './body.js';
import { xmlType, type Answer, type Exchange } from './exchange.js';
import { hrefOf } from './hrefs.js';
import { isOutOfRoom, outcomePropstats, runUpdates, withoutRoom, type Outcome } from './property-updates.js';
import { isCalendar, resolve } from './resource.js';

const noCache = { 'cache-control': 'no-cache' };
const setters = new Map([...settable, ...settableOnce]);

/** RFC 4791 §5.3.1: a calendar in the user's own home, with all of the properties or not at all. */
export async function mkcalendar(exchange: Exchange): Promise<Answer> {
  const updates = parseMkcalendar(readBody(exchange));
  await requireFree(exchange, 'resource-must-be-null');
  const outcome = await make(exchange, updates);
  if (outcome === null) return { status: 201, headers: noCache };
  const answer = await multistatus([`<D:response>${href(hrefOf(exchange.address))}${outcome}</D:response>`]);
  return { ...answer, headers: { ...answer.headers, ...noCache } };
}

/** RFC 5689: the same by extended MKCOL. */
export async function mkcol(exchange: Exchange): Promise<Answer> {
  requireXml(exchange);
  await requireFree(exchange, 'resource-exists');
  const outcome = await make(exchange, parseMkcol(readBody(exchange)));
  if (outcome === null) return { status: 201, headers: noCache };
  const headers = { 'content-type': xmlType, ...noCache };
  return { status: 403, headers, body: xmlDocument('D:mkcol-response', outcome) };
}

/** RFC 4918 §9.3: a body that nobody understands is 415, not a collection without it. */
function requireXml({ headers, body }: Exchange): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (body.length > 0 && !/^$|[/+]xml$/.test(type))
    throw new DayferryError('unsupported', 'The body of MKCOL is XML.', { code: 'xml' });
}

/** Calendars are made only in one's own home, and only where nothing is. */
async function requireFree(exchange: Exchange, code: 'resource-must-be-null' | 'resource-exists'): Promise<void> {
  const { address } = exchange;
  if (address.kind === 'object') await refuseBelowCalendar(exchange, code);
  if (address.kind !== 'calendar' || address.tree !== 'dav') throw misplaced();
  requireOwnHome(exchange);
  if (await isCalendar(exchange)) throw forbidden('There is something at this address.', { code });
}

/** Forbidden in the homes of others. */
export function requireOwnHome({ viewer, address }: Exchange): void {
  const user = signedIn(viewer);
  if (address.kind !== 'calendar' || address.tree !== 'dav' || address.owner === user.email) return;
  const info = { href: hrefOf({ ...address, kind: 'home' }), privilege: 'bind' };
  throw forbidden('Calendars are made in your own home.', { code: 'need-privileges', info });
}

function misplaced(): DayferryError {
  return forbidden('A calendar is made in a calendar home.', { code: 'calendar-collection-location-ok' });
}

/** RFC 4918 §9.3.1: where the parent is missing too, that is what is wrong; on an event, the event is. */
async function refuseBelowCalendar(
  exchange: Exchange,
  code: 'resource-must-be-null' | 'resource-exists',
): Promise<never> {
  const parent = { ...exchange, address: { ...exchange.address, kind: 'calendar', name: '' } } as const;
  if (!(await isCalendar(parent))) throw conflict('There is no collection to make it in.');
  if (await exists(exchange)) throw forbidden('There is something at this address.', { code });
  throw misplaced();
}

async function exists(exchange: Exchange): Promise<boolean> {
  try {
    return (await resolve(exchange)).kind === 'object';
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found') return false;
    throw error;
  }
}

/** Null when the calendar was made, else the propstats that say why not. */
async function make(exchange: Exchange, updates: PropertyUpdate[]): Promise<string | null> {
  const { core, viewer } = exchange;
  const zone = viewer.user?.settings.timezone;
  const likelyZones = typeof zone === 'string' ? [zone] : [];
  const context = { viewer, open: null, likelyZones, limits: core.limits };
  const outcome = runUpdates(updates, { ...context, kind: 'calendar', setters, takesDead: true });
  if (outcome.hasFailed) return outcomePropstats(updates, outcome);
  try {
    await create(exchange, outcome);
    return null;
  } catch (error) {
    if (!isOutOfRoom(error)) throw error;
    return outcomePropstats(updates, withoutRoom(updates, outcome, error));
  }
}

/** Without a displayname, the last path segment is the name (RFC 4791 §5.3.1). */
async function create({ core, viewer, address }: Exchange, { edit }: Outcome): Promise<void> {
  const { calendar, ...more } = patchOf(edit, null);
  const wanted: NewCalendar = {
    ...calendar,
    title: calendar?.title || address.collection,
    collectionName: address.collection,
  };
  await core.calendars.create(viewer, wanted, more).catch(asTaken);
}

function asTaken(error: unknown): OpenCalendar {
  if (!(error instanceof DayferryError) || error.detail.code !== 'name-conflict') throw error;
  throw forbidden('There is something at this address.', { code: 'resource-must-be-null' });
}
