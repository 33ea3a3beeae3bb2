import type { EventData, Json, Link } from '@dayferry/core';
import { vendor } from '../vendor.table.js';
import { defined, keyed, setOf } from './keys.js';

/** The event's own web address has this key (mapping: URL). */
export const urlKey = 'url';

export function linksOf(data: EventData): Json | undefined {
  const [own] = (data.links ?? []).filter((link) => link.isEventUrl);
  const others = keyed(
    (data.links ?? []).filter((link) => link !== own),
    'l',
  );
  const all = own ? [[urlKey, own] as [string, Link], ...others] : others;
  return defined(Object.fromEntries(all.map(([key, link]) => [key, linkOf(link)])));
}

function linkOf({
  href,
  rel,
  title,
  contentType,
  size,
  display,
  cid,
  fileId,
  iconLink,
  managedId,
  extras,
}: Link): Json {
  return defined({
    '@type': 'Link',
    href,
    rel,
    title,
    contentType,
    size,
    display: rel === 'icon' ? display : undefined,
    cid,
    [`${vendor}fileId`]: fileId,
    [`${vendor}iconLink`]: iconLink,
    [`${vendor}managedId`]: managedId,
    ...extras?.js,
  }) as Json;
}

export function relatedToOf(data: EventData): Json | undefined {
  const relations = (data.relatedTo ?? []).map(({ uid, relations: names, extras }) => [
    uid,
    { '@type': 'Relation', relation: setOf(names) ?? {}, ...extras?.js },
  ]);
  return defined(Object.fromEntries(relations) as Record<string, Json>);
}
