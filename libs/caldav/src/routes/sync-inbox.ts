import { DayferryError } from '@dayferry/core';
import { parseSyncCollection } from '../parse/sync-collection.js';
import type { XmlElement } from '../parse/xml-element.js';
import { inboxToken } from '../render/home-token.js';
import { multistatus } from '../render/multistatus.js';
import type { Answer } from './exchange.js';
import { syncTokenElement } from './sync-state.js';

/** What the inbox has to say, which is nothing. */
export function syncInbox(body: XmlElement): Promise<Answer> {
  const { token } = parseSyncCollection(body);
  if (token !== '' && token !== inboxToken)
    throw new DayferryError('token-expired', 'The sync token is not valid here.');
  return multistatus([], syncTokenElement(inboxToken));
}
