import type { EventData, Json, Link } from '@dayferry/core';
import { vendor } from '../vendor.table.js';
import type { Version } from '../version.js';
import { defined, keyed, setOf, shownUid } from './keys.js';

/** The event's own web address has this key (mapping: URL). */
export const urlKey = 'url';

export function linksOf(data: EventData, version: Version): Json | undefined {
  return defined(Object.fromEntries(keyedLinks(data).map(([key, link]) => [key, linkOf(link, version)])));
}

/** Links by the key that they are shown under. */
export function keyedLinks({ links = [] }: EventData): [key: string, link: Link][] {
  const own = links.find((link) => link.isEventUrl);
  const others = keyed(
    links.filter((link) => link !== own),
    'l',
  );
  return own ? [[urlKey, own], ...others] : others;
}

export function linkOf(link: Link, version: Version): Json {
  const { href, title, contentType, size, cid, fileId, iconLink, managedId, extras } = link;
  return defined({
    '@type': 'Link',
    href,
    ...purposeOf(link, version),
    title,
    contentType,
    size,
    cid,
    [`${vendor}fileId`]: fileId,
    [`${vendor}iconLink`]: iconLink,
    [`${vendor}managedId`]: managedId,
    ...extras?.js,
  }) as Json;
}

/** RFC 8984 knows one purpose, of an icon; in 2.0 any link has a set of them, which makes it an icon by itself. */
function purposeOf({ rel, display }: Link, version: Version): object {
  if (display === undefined) return { rel };
  if (version === '1.0') return { rel, display: rel === 'icon' ? display.split(',')[0] : undefined };
  return { rel: rel === 'icon' ? undefined : rel, display: setOf(display.split(',')) };
}

/** Its keys are uids as objects show their own. */
export function relatedToOf(data: EventData, version: Version): Json | undefined {
  const relations = (data.relatedTo ?? []).map(({ uid, relations: names, extras }) => [
    version === '1.0' ? shownUid(uid) : uid,
    { '@type': 'Relation', relation: setOf(names) ?? {}, ...extras?.js },
  ]);
  return defined(Object.fromEntries(relations) as Record<string, Json>);
}
