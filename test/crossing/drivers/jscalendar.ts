import { addDuration, toUtc } from '@dayferry/core';
import type { TestServer } from '../../harness/index.js';
import { instant, good, type Backstage, type Driver, type View } from '../driver.js';

const collection = '/rest/alice%40example.org/calendar/';

interface Wire {
  title?: string;
  description?: string;
  start: string;
  timeZone?: string;
  duration?: string;
  showWithoutTime?: boolean;
  locations?: Record<string, { name?: string }>;
  participants?: Record<string, { email?: string; roles?: Record<string, true>; calendarAddress?: string }>;
  version?: string;
  alerts?: Record<string, { trigger: { offset?: string } }>;
  recurrenceRules?: unknown[];
  recurrenceRule?: unknown;
}

type Make = (server: TestServer, backstage: Backstage) => Driver;

/** RFC 8984. */
export const jscalendarDriver: Make = (server, backstage) =>
  makeDriver(server, backstage, 'jscalendar', 'application/json;version=1.0');

/** Its successor. */
export const jscalendar2Driver: Make = (server, backstage) =>
  makeDriver(server, backstage, 'jscalendar2', 'application/json;version=2.0');

/** In the shapes of the original server. */
export const originalDriver: Make = (server, backstage) =>
  makeDriver(server, backstage, 'original', 'application/json;profile=egroupware');

function makeDriver(server: TestServer, backstage: Backstage, name: string, type: string): Driver {
  const send = (method: string, url: string, payload?: string) =>
    server.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${server.tokens.alice}`,
        accept: type,
        ...(payload === undefined ? {} : { 'content-type': type }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
  const address = async (uid: string): Promise<string | null> => {
    const identity = await backstage.identity(uid);
    return identity && collection + identity.id;
  };
  return {
    name,
    create: async (body, uid) => {
      good(await send('POST', collection, JSON.stringify({ ...(JSON.parse(body) as object), uid })), 'jscalendar post');
      return uid;
    },
    read: async (uid) => {
      const url = await address(uid);
      if (!url) return null;
      const answer = await send('GET', url);
      good(answer, 'jscalendar get');
      return answer.body;
    },
    view,
    retitle: (body, title) => JSON.stringify({ ...(JSON.parse(body) as object), title }),
    write: async (uid, body) => good(await send('PUT', (await address(uid))!, body), 'jscalendar put'),
    remove: async (uid) => good(await send('DELETE', (await address(uid))!), 'jscalendar delete'),
  };
}

function view(body: string): View {
  const wire = JSON.parse(body) as Wire;
  const isAllDay = wire.showWithoutTime === true && wire.timeZone === undefined;
  const start = { local: isAllDay ? wire.start.slice(0, 10) : wire.start, zone: wire.timeZone ?? null };
  const end = addDuration(start, wire.duration ?? 'PT0S');
  // Floating times are compared where the calendar is.
  const show = (point: typeof start): string =>
    isAllDay ? point.local : instant(new Date(toUtc(point, 'Europe/Berlin')).toISOString());
  const place = Object.values(wire.locations ?? {})[0]?.name;
  return {
    title: wire.title ?? '',
    start: show(start),
    end: show(end),
    ...(wire.description === undefined ? {} : { description: wire.description }),
    ...(place === undefined ? {} : { location: place }),
    guests: Object.values(wire.participants ?? {})
      .flatMap(wire.version === '2.0' ? guest2 : guest)
      .sort(),
    reminders: remindersOf(wire),
    isRecurring: isSeries(wire),
  };
}

function isSeries({ recurrenceRules = [], recurrenceRule }: Wire): boolean {
  return recurrenceRules.length > 0 || recurrenceRule !== undefined;
}

type Participant = NonNullable<Wire['participants']>[string];

function guest({ email, roles }: Participant): string[] {
  return email !== undefined && (roles?.attendee || roles?.informational) ? [email] : [];
}

/** Everybody with an address but an organizer who is nothing else. */
function guest2({ calendarAddress, roles = {}, ...said }: Participant): string[] {
  const isOnlyOrganizer = roles.owner === true && Object.keys(roles).length === 1 && !('participationStatus' in said);
  return calendarAddress === undefined || isOnlyOrganizer ? [] : [calendarAddress.replace('mailto:', '')];
}

function remindersOf({ alerts = {} }: Wire): number[] {
  return Object.values(alerts)
    .map((item) => minutes(item.trigger.offset ?? ''))
    .sort((a, b) => a - b);
}

function minutes(offset: string): number {
  const match = /^-PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(offset);
  return Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
}
