import type { Link, Relation } from '@dayferry/core';
import { urlKey } from '../render/links.js';
import { vendor } from '../vendor.table.js';
import type { Version } from '../version.js';
import { storedUid } from './uid.js';
import { type Members, wrong } from './values.js';

/** RFC 8984 §1.4.11, §4.2.7. */
export function readLinks(members: Members): Link[] | undefined {
  const links = members.map('links').map(([key, item]) => readLink(key, item));
  return links.length > 0 ? links : undefined;
}

function readLink(key: string, members: Members): Link {
  const href = members.string('href');
  if (href === undefined) throw wrong(members.at('href'), 'a Link needs a href.');
  const link: Record<string, unknown> = key === urlKey ? { href, isEventUrl: true } : { key, href };
  const put = (name: keyof Link, value: unknown): void => {
    if (value !== undefined) link[name] = value;
  };
  put('rel', members.string('rel'));
  put('title', members.string('title'));
  put('contentType', members.string('contentType'));
  put('size', members.integer('size', 0));
  put('display', members.string('display'));
  if (link.display !== undefined && link.rel !== 'icon') throw wrong(members.at('display'), 'needs rel icon.');
  put('cid', members.string('cid'));
  put('fileId', members.string(`${vendor}fileId`));
  put('iconLink', members.string(`${vendor}iconLink`));
  put('managedId', members.string(`${vendor}managedId`));
  const rest = members.rest();
  put('extras', rest && { js: rest });
  return link as unknown as Link;
}

/** RFC 8984 §4.1.3. */
export function readRelations(members: Members, version: Version): Relation[] | undefined {
  const relations = members.map('relatedTo').map(([uid, item]): Relation => {
    const names = item.set('relation') ?? [];
    const rest = item.rest();
    return {
      uid: version === '1.0' ? storedUid(uid) : uid,
      relations: names,
      ...(rest ? { extras: { js: rest } } : {}),
    };
  });
  return relations.length > 0 ? relations : undefined;
}
