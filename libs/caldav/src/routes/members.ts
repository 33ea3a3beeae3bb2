import type { SeriesHead } from '@dayferry/core';
import { LRUCache } from 'lru-cache';
import type { PropertyRequest } from '../parse/propfind.js';
import { stableVariant, type Member, type MemberRenderer } from '../render/member-response.js';
import { Pace } from '../render/pace.js';
import { needsBodies } from '../render/property-response.js';
import type { Exchange } from './exchange.js';
import { prefersMinimal } from './request-headers.js';
import type { CalendarResource } from './resource.js';

/** Characters of listings that are remembered. */
const mostRemembered = 32 * 1_048_576;

/**
 * Listings of heads by calendar, change number and what was asked: every device of every user looks at a calendar in the
 * same few ways, and mostly nothing has changed.
 */
const listings = new LRUCache<string, string[]>({
  maxSize: mostRemembered,
  sizeCalculation: (parts) => parts.reduce((sum, part) => sum + part.length, 1),
});

/** Members that are read, and held, at a time. */
const pageSize = 500;

/** All members of a calendar, rendered page by page, so that a large one neither is held nor holds up others. */
export async function* allMembers(
  exchange: Exchange,
  calendar: CalendarResource,
  request: PropertyRequest,
  render: MemberRenderer,
): AsyncGenerator<string> {
  const key = listingKey(exchange, calendar, request);
  const known = key === null ? undefined : listings.get(key);
  if (known) return yield* known;
  const parts: string[] = [];
  for await (const part of madeAnew(exchange, calendar, request, render)) {
    if (key !== null) parts.push(part);
    yield part;
  }
  if (key !== null) listings.set(key, parts);
}

/** Null for what is not remembered: texts of events are large, and rights and properties of clients' own change by themselves. */
function listingKey({ headers }: Exchange, calendar: CalendarResource, request: PropertyRequest): string | null {
  const variant = needsBodies(request) ? null : stableVariant(request, calendar, prefersMinimal(headers));
  const { calendar: stored, sync } = calendar.open;
  return variant && `${stored.key} ${sync.epoch} ${sync.seq} ${variant}`;
}

async function* madeAnew(
  { core }: Exchange,
  { open }: CalendarResource,
  request: PropertyRequest,
  render: MemberRenderer,
): AsyncGenerator<string> {
  const hasBodies = needsBodies(request);
  let after: { value: string; key: string } | undefined;
  for (;;) {
    const heads = await core.events.heads(open, { orderBy: 'key', limit: pageSize, ...(after ? { after } : {}) });
    yield* rendered(hasBodies ? withHeads(await core.events.ofHeads(open, heads)) : heads.map(asMember), render);
    const last = heads.at(-1)?.key;
    if (last === undefined || heads.length < pageSize) return;
    after = { value: last, key: last };
  }
}

const asMember = (head: SeriesHead): Member => ({ head });

function withHeads(found: NonNullable<Member['stored']>[]): Member[] {
  return found.map((stored) => ({ head: stored.head, stored }));
}

/** Joined, so that what is remembered is one text and not the pieces of it. */
function* rendered(members: Member[], render: MemberRenderer): Generator<string> {
  const pace = new Pace();
  let pieces: string[] = [];
  for (const member of members) {
    pieces.push(render(member));
    if (!pace.isOver()) continue;
    yield pieces.join('');
    pieces = [];
    pace.begin();
  }
  yield pieces.join('');
}
