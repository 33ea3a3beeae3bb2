import { createHash } from 'node:crypto';
import { atLeast } from '../access/roles.js';
import { signedIn, type Viewer } from '../access/viewer.js';
import { DayferryError, forbidden, invalidInput, notFound } from '../errors.js';
import type { Principal } from '../model/directory.js';
import type { DueChannel, PushChannel, WatchedResource } from '../ports/outbox.port.js';
import type { StoreReader } from '../ports/store.port.js';
import { calendarById, openCalendar } from '../services/access.js';
import type { CoreContext } from '../services/context.js';
import { viewerFor } from '../services/directory.js';
import { rowsOf } from '../services/series-rows.js';
import { parseBody } from '../services/stored-series.js';
import { receiverUrl } from './address-rules.js';
import type { ChannelWish, PushService } from './api.js';

const week = 604_800_000;
/** hostile-inputs, default limits. */
const channelsPerUser = 100;

export function pushService(core: CoreContext): PushService {
  return {
    watch: (viewer, wish) => watch(core, viewer, wish),
    stop: (viewer, id, resourceId) => stop(core, viewer, { id, resourceId }),
    concerns: (channel) => concerns(core, channel),
    mayReceive: (channel) => mayReceive(core, channel),
  };
}

async function watch(core: CoreContext, viewer: Viewer, wish: ChannelWish): Promise<PushChannel> {
  const user = signedIn(viewer);
  const ownerKey = await ownerOf(core, viewer, wish);
  checkWish(core, wish);
  const now = core.clock();
  return core.store.write(async (tx) => {
    const taken = await tx.channel(user.key, wish.id);
    if (taken && taken.expires > now)
      throw invalidInput('id', `Channel id ${wish.id} not unique`, { code: 'channel-taken' });
    if (taken) await tx.removeChannel(taken.key);
    if ((await tx.channelCount(user.key)) >= channelsPerUser)
      throw forbidden(`There are more than ${channelsPerUser} channels.`, { code: 'too-many-channels' });
    const channel: PushChannel = {
      key: core.ids.key(),
      userKey: user.key,
      id: wish.id,
      resource: wish.resource,
      ownerKey,
      resourceId: resourceIdOf(user, wish.resource, ownerKey),
      resourceUri: wish.resourceUri,
      address: wish.address,
      ...(wish.token === undefined ? {} : { token: wish.token }),
      expires: Math.min(wish.expires ?? Infinity, now + week),
      created: now,
      seenSeq: await seqOf(tx, wish.resource, ownerKey),
      messageNumber: 0,
      due: now,
      attempts: 0,
      ...(wish.eventTypes ? { eventTypes: wish.eventTypes } : {}),
    };
    await tx.insertChannel(channel);
    return channel;
  });
}

async function ownerOf(
  core: CoreContext,
  viewer: Viewer,
  { resource, calendarId }: Pick<ChannelWish, 'resource' | 'calendarId'>,
): Promise<string> {
  if (resource === 'list' || resource === 'settings') return signedIn(viewer).key;
  const open = await openCalendar(core, viewer, await calendarById(core, (calendarId ?? '').toLowerCase()));
  if (resource === 'acl' && !atLeast(open.role, 'writer')) throw notFound();
  return open.calendar.key;
}

function checkWish(core: CoreContext, { id, address, token, expires }: ChannelWish): void {
  if (!/^[\x21-\x7e]{1,64}$/.test(id)) throw invalidInput('id', 'A channel id has 1 to 64 printable characters.');
  if (token !== undefined && !/^[\x20-\x7e]{0,256}$/.test(token))
    throw invalidInput('token', 'A channel token has at most 256 printable characters.');
  if (expires !== undefined && !(expires > core.clock()))
    throw invalidInput('expiration', 'The expiration is not in the future.');
  receiverUrl(address, core.allowsPrivateReceivers ?? false);
}

/** The same for all channels of a user on a resource; it tells nothing about either. */
function resourceIdOf(user: Principal, resource: WatchedResource, ownerKey: string): string {
  return createHash('sha256').update(`${user.key} ${resource} ${ownerKey}`).digest('base64url').slice(0, 27);
}

async function seqOf(reader: StoreReader, resource: WatchedResource, ownerKey: string): Promise<number> {
  if (resource !== 'events') return (await reader.collectionState(ownerKey, resource)).seq;
  return (await reader.syncStates([ownerKey])).get(ownerKey)?.seq ?? 0;
}

async function stop(
  core: CoreContext,
  viewer: Viewer,
  { id, resourceId }: Pick<PushChannel, 'id' | 'resourceId'>,
): Promise<void> {
  const user = signedIn(viewer);
  await core.store.write(async (tx) => {
    const channel = await tx.channel(user.key, id);
    if (channel?.resourceId !== resourceId) throw notFound(`Channel '${id.slice(0, 64)}' not found`);
    await tx.removeChannel(channel.key);
  });
}

/** More changes than this are told without a look at them. */
const mostChanges = 200;

async function concerns(core: CoreContext, channel: DueChannel): Promise<boolean> {
  const { eventTypes, ownerKey, seenSeq, seq, messageNumber } = channel;
  if (!eventTypes || messageNumber === 0) return true;
  const heads = await core.store.reader.changes(ownerKey, seenSeq, seq, mostChanges);
  if (heads.length === mostChanges) return true;
  const rows = await rowsOf(core, ownerKey, heads);
  return [...rows.values()].some((row) => eventTypes.includes(parseBody(row).master.eventType ?? 'default'));
}

async function mayReceive(core: CoreContext, { userKey, resource, ownerKey }: PushChannel): Promise<boolean> {
  const user = await core.store.reader.principal(userKey);
  if (!user) return false;
  if (resource === 'list' || resource === 'settings') return true;
  const [calendar] = await core.store.reader.calendarsByKey([ownerKey]);
  if (!calendar) return false;
  const viewer = await viewerFor(core, user, ['calendar']);
  try {
    return (await ownerOf(core, viewer, { resource, calendarId: calendar.id })) === ownerKey;
  } catch (error) {
    if (error instanceof DayferryError && error.kind === 'not-found') return false;
    throw error;
  }
}
