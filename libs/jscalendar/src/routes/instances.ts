import {
  invalidInput,
  type InstanceQuery,
  isRecurring,
  type OpenCalendar,
  type StoredInstance,
  tooLarge,
} from '@dayferry/core';
import type { CollectionQuery } from '../parse/query.js';
import { storedUid } from '../parse/uid.js';
import { recurrenceIdOf, renderInstance } from '../render/instance.js';
import type { Exchange } from './exchange.js';
import { acceptedVersion } from './media.js';
import { memberFilter } from './member-filter.js';
import { memberPaths, objectText } from './resource.js';

/** More than a year of a busy calendar; whoever wants more asks for less time. */
const mostInstances = 10_000;

/** `filters[expand]=true`: every occurrence between start and end as a member of its own (jscalendar-rest §5.2). */
export async function expandedMembers(
  exchange: Exchange,
  open: OpenCalendar,
  query: CollectionQuery,
): Promise<string[]> {
  if (query.from === undefined || query.to === undefined)
    throw invalidInput('filters[expand]', 'needs filters[start] and filters[end].', { code: 'parameter' });
  const page = await exchange.core.events.instances(open, instanceQuery(exchange, query));
  if (page.isTruncated || page.next) throw tooLarge('There are too many occurrences in this window.');
  const isWanted = await memberFilter(exchange, open, query);
  const items = isWanted ? page.items.filter(({ stored }) => isWanted(stored)) : page.items;
  return items.map((instance) => member(exchange, open, instance));
}

function instanceQuery({ address }: Exchange, { from, to, uid, text, kinds }: CollectionQuery): InstanceQuery {
  return {
    from: from!,
    to: to!,
    kinds: kinds ?? address.kinds,
    ...(uid === undefined ? {} : { uid: storedUid(uid) }),
    ...(text === undefined ? {} : { text }),
    limit: mostInstances,
  };
}

function member(exchange: Exchange, open: OpenCalendar, { stored, occurrence, data }: StoredInstance): string {
  const path = memberPaths(exchange)(stored.head.id);
  if (!isRecurring(stored.series)) return `${JSON.stringify(path)}:${objectText(exchange, open, stored)}`;
  const id = recurrenceIdOf(stored.series, occurrence.recurrenceId);
  const audience = { owner: open.owner, version: acceptedVersion(exchange.headers) };
  const text = JSON.stringify(renderInstance(stored.series, occurrence.recurrenceId, data, audience));
  return `${JSON.stringify(`${path}?recurrence-id=${id}`)}:${text}`;
}
