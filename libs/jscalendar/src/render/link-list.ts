import type { EventData, JsonObject, Link, Relation } from '@dayferry/core';
import { inlineContent } from '../parse/inline-link.js';
import { vendor } from '../vendor.table.js';
import { shownUid } from './keys.js';
import { keyedLinks, linkOf } from './links.js';

/** One element below `links/`: a link, or the relation to another entry. */
export interface ListedLink {
  /** Its last path segment, decoded. */
  name: string;
  link?: Link;
  relation?: Relation;
}

/** No Id has a colon, so the name of a relation is the name of no link. */
export function linkList(data: EventData): ListedLink[] {
  const links = keyedLinks(data).map(([name, link]) => ({ name, link }));
  return [...links, ...(data.relatedTo ?? []).map((relation) => ({ name: `calendar:${relation.uid}`, relation }))];
}

/** `address`: where the element itself is, which is where the content of an attachment inside the object is. */
export function linkObject({ link, relation }: ListedLink, address: string): JsonObject {
  if (relation) return relationObject(relation);
  const shown = linkOf(link!, '1.0') as JsonObject;
  return inlineContent(link!) ? { ...shown, href: address } : shown;
}

function relationObject({ uid, relations, extras }: Relation): JsonObject {
  const remark = extras?.js?.[`${vendor}remark`];
  return {
    '@type': 'Link',
    href: `urn:x-uid:${encodeURIComponent(uid)}`,
    rel: relations[0] ?? 'related',
    toApp: 'calendar',
    toId: shownUid(uid),
    ...(remark === undefined ? {} : { remark }),
  };
}
