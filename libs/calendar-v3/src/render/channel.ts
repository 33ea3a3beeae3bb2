import type { Json, PushChannel } from '@dayferry/core';

/** 11.2: a channel as `watch` answers it. */
export function renderChannel(channel: PushChannel): Json {
  return {
    kind: 'api#channel',
    id: channel.id,
    resourceId: channel.resourceId,
    resourceUri: channel.resourceUri,
    ...(channel.token === undefined ? {} : { token: channel.token }),
    expiration: String(channel.expires),
  };
}
