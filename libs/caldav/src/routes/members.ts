import type { SeriesHead } from '@dayferry/core';
import type { PropertyRequest } from '../parse/propfind.js';
import type { Member, MemberRenderer } from '../render/member-response.js';
import { Pace } from '../render/pace.js';
import { needsBodies } from '../render/property-response.js';
import type { Exchange } from './exchange.js';
import type { CalendarResource } from './resource.js';

/** Members that are read, and held, at a time. */
const pageSize = 500;

/** All members of a calendar, rendered page by page, so that a large one neither is held nor holds up others. */
export async function* allMembers(
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

function* rendered(members: Member[], render: MemberRenderer): Generator<string> {
  const pace = new Pace();
  let text = '';
  for (const member of members) {
    text += render(member);
    if (!pace.isOver()) continue;
    yield text;
    text = '';
    pace.begin();
  }
  yield text;
}
