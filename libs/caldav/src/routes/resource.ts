import {
  type CollectionState,
  DayferryError,
  notFound,
  signedIn,
  type OpenCalendar,
  type Principal,
  type SeriesHead,
  type SharedRole,
  type ShareNotice,
  type StoredSeries,
  type Viewer,
} from '@dayferry/core';
import { notificationName, proxyNames, type Address, type ResourceKind } from './address.js';
import type { Exchange } from './exchange.js';
import {
  resolveInbox,
  resolveMessage,
  schedulingOwner,
  type InboxResource,
  type MessageResource,
  type OutboxResource,
} from './scheduling-resources.js';

/** Signposts on the way to principals and calendars. */
export interface SignpostResource {
  kind: 'root' | 'principals' | 'homes';
  address: Address;
}

export interface PrincipalResource {
  kind: 'principal';
  address: Address;
  principal: Principal;
}

/** caldav-proxy §5.2: those who act for a person with one role. */
export interface ProxyResource {
  kind: 'proxy';
  address: Address;
  principal: Principal;
  role: SharedRole;
}

export interface HomeResource {
  kind: 'home';
  address: Address;
  owner: Principal;
  /** What the owner was told about shared calendars; in one's own home only. */
  notices: readonly ShareNotice[];
  /** Where the owner's inbox stands; null where it keeps nothing, or in other homes. */
  inbox: CollectionState | null;
  calendars: CalendarResource[];
}

/** caldav-sharing §4. */
export interface NotificationsResource {
  kind: 'notifications';
  address: Address;
  owner: Principal;
  notices: readonly ShareNotice[];
}

export interface NoticeResource {
  kind: 'notice';
  address: Address;
  owner: Principal;
  notice: ShareNotice;
}

export interface CalendarResource {
  kind: 'calendar';
  address: Address;
  open: OpenCalendar;
}

export interface ObjectResource {
  kind: 'object';
  address: Address;
  open: OpenCalendar;
  head: SeriesHead;
  /** Absent in listings that need no bodies. */
  stored?: StoredSeries;
}

export type Resource =
  | SignpostResource
  | PrincipalResource
  | ProxyResource
  | NotificationsResource
  | NoticeResource
  | HomeResource
  | InboxResource
  | MessageResource
  | OutboxResource
  | CalendarResource
  | ObjectResource;
export type ResourceOf<Kind extends ResourceKind> = Extract<Resource, { kind: Kind }>;

/** Path to resource, in one place. NotFound (or Unauthenticated) when it does not exist for this viewer. */
export async function resolve(exchange: Exchange): Promise<Resource> {
  const { address } = exchange;
  switch (address.kind) {
    case 'root':
    case 'principals':
    case 'homes':
      signedIn(exchange.viewer);
      return { kind: address.kind, address };
    case 'principal':
      return resolvePrincipal(exchange);
    case 'proxy':
      return resolveProxy(exchange);
    case 'home':
      return resolveHome(exchange);
    case 'notifications':
      return resolveNotifications(exchange);
    case 'notice':
      return resolveNotice(exchange);
    case 'inbox':
      return resolveInbox(exchange);
    case 'message':
      return resolveMessage(exchange);
    case 'outbox':
      return { kind: 'outbox', address, owner: await schedulingOwner(exchange) };
    case 'calendar':
      return { kind: 'calendar', address, open: await openCalendar(exchange) };
    case 'object':
      return resolveObject(exchange);
    case 'well-known':
      throw notFound();
  }
}

/** The calendar that a calendar's or an object's address lies in. */
export function openCalendar({
  core,
  viewer,
  address,
}: Pick<Exchange, 'core' | 'viewer' | 'address'>): Promise<OpenCalendar> {
  if (address.tree === 'v2') return core.calendars.open(viewer, address.owner);
  return core.calendars.openInHome(viewer, address.owner, address.collection);
}

/** The calendar that a resource is, or lies in. */
export function calendarOf({ open, address }: CalendarResource | ObjectResource): CalendarResource {
  return { kind: 'calendar', open, address: { ...address, kind: 'calendar', name: '' } };
}

/** Whether there is a calendar, as far as the viewer may know. */
export async function isCalendar(exchange: Pick<Exchange, 'core' | 'viewer' | 'address'>): Promise<boolean> {
  try {
    await openCalendar(exchange);
    return true;
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found') return false;
    throw error;
  }
}

async function resolveObject(exchange: Exchange): Promise<ObjectResource> {
  const { address, core } = exchange;
  const open = await openCalendar(exchange);
  const stored = await core.events.find(open, { name: address.name });
  return { kind: 'object', address, open, head: stored.head, stored };
}

async function resolvePrincipal({ core, viewer, address }: Exchange): Promise<PrincipalResource> {
  const user = signedIn(viewer);
  if (address.tree === 'v2') {
    await core.calendars.open(viewer, address.owner);
    return { kind: 'principal', address, principal: user };
  }
  return { kind: 'principal', address, principal: await core.people.find(viewer, address.owner) };
}

async function resolveProxy({ core, viewer, address }: Exchange): Promise<ProxyResource> {
  signedIn(viewer);
  const principal = await core.people.find(viewer, address.owner);
  if (principal.kind !== 'user') throw notFound();
  const role = address.collection === 'calendar-proxy-write' ? 'writer' : 'reader';
  return { kind: 'proxy', address, principal, role };
}

/** The groups below a person's principal. */
export function proxiesBelow({ address, principal }: PrincipalResource): ProxyResource[] {
  if (address.tree !== 'dav' || principal.kind !== 'user') return [];
  return proxyNames.map((collection) => ({
    kind: 'proxy',
    address: { ...address, kind: 'proxy', owner: principal.email, collection },
    principal,
    role: collection === 'calendar-proxy-write' ? 'writer' : 'reader',
  }));
}

async function resolveNotifications({ core, viewer, address }: Exchange): Promise<NotificationsResource> {
  const user = signedIn(viewer);
  if (address.owner !== user.email) throw notFound();
  return { kind: 'notifications', address, owner: user, notices: await core.sharing.notices(viewer) };
}

export function noticesIn({ address, owner, notices }: NotificationsResource): NoticeResource[] {
  return notices.map((notice) => ({
    kind: 'notice',
    address: { ...address, kind: 'notice', name: `${notice.name}.xml` },
    owner,
    notice,
  }));
}

async function resolveNotice(exchange: Exchange): Promise<NoticeResource> {
  const { address } = exchange;
  const found = noticesIn(await resolveNotifications(exchange)).find(({ address: { name } }) => name === address.name);
  if (!found) throw notFound();
  return { ...found, address };
}

/** What a home holds, in the order of listings. */
export function homeMembers(home: HomeResource, viewer: Viewer): Resource[] {
  const { address, owner, calendars, notices, inbox: state } = home;
  if (address.tree !== 'dav' || owner.key !== viewer.user?.key) return calendars;
  const inbox = { kind: 'inbox', address: { ...address, kind: 'inbox', collection: 'inbox' }, owner, state } as const;
  const outbox = { kind: 'outbox', address: { ...address, kind: 'outbox', collection: 'outbox' }, owner } as const;
  const told = { ...address, kind: 'notifications', collection: notificationName } as const;
  return [...calendars, inbox, outbox, { kind: 'notifications', address: told, owner, notices }];
}

async function resolveHome({ core, viewer, address }: Exchange): Promise<HomeResource> {
  const user = signedIn(viewer);
  if (address.tree === 'v2') {
    const open = await core.calendars.open(viewer, address.owner);
    return {
      kind: 'home',
      address,
      owner: user,
      notices: [],
      inbox: null,
      calendars: [{ kind: 'calendar', address: { ...address, kind: 'calendar', collection: 'events' }, open }],
    };
  }
  const members = await core.calendars.home(viewer, address.owner);
  const calendars = members.map(({ segment, open }): CalendarResource => ({
    kind: 'calendar',
    address: { ...address, kind: 'calendar', collection: segment },
    open,
  }));
  const owner = address.owner === user.email ? user : calendars[0]?.open.owner;
  if (!owner) throw notFound();
  const isOwn = owner.key === user.key;
  const [notices, inbox] = isOwn
    ? await Promise.all([core.sharing.notices(viewer), core.inbox.state(viewer, user)])
    : [[], null];
  return { kind: 'home', address, owner, notices, inbox, calendars };
}
