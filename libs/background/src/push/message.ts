import type { DueChannel } from '@dayferry/core';

export type ResourceState = 'sync' | 'exists' | 'not_exists';

/** calendar-v3.md §11.4: the whole message is in its headers. */
export function messageHeaders(channel: DueChannel, state: ResourceState, number: number): Record<string, string> {
  return {
    'content-type': 'application/json; utf-8',
    'content-length': '0',
    accept: '*/*',
    'user-agent': 'APIs-Google; (+Dayferry)',
    'x-goog-channel-id': channel.id,
    ...(channel.token === undefined ? {} : { 'x-goog-channel-token': channel.token }),
    'x-goog-channel-expiration': new Date(channel.expires).toUTCString(),
    'x-goog-resource-id': channel.resourceId,
    'x-goog-resource-uri': channel.resourceUri,
    'x-goog-resource-state': state,
    'x-goog-message-number': String(number),
  };
}
