import {
  type EventData,
  type JsonObject,
  notFound,
  type OpenCalendar,
  readJsonObject,
  type Relation,
  requireRole,
  type SeriesDraft,
  type StoredSeries,
} from '@dayferry/core';
import { Members, wrong } from '../parse/values.js';
import { linkList, linkObject } from '../render/link-list.js';
import { vendor } from '../vendor.table.js';
import { entityTag } from './conditions.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { isLenientBody } from './media.js';
import { findResource, memberPaths, nullIfMissing, openResource, type Resource } from './resource.js';
import { write } from './write.js';

/** What an entry is linked with: attachments, web addresses, other entries (jscalendar-rest §14). */
export async function getLinks(exchange: Exchange): Promise<Answer> {
  const { stored } = await openResource(exchange);
  const { base } = exchange.address;
  const members = linkList(stored.series.master).map((item): [string, JsonObject] => {
    const path = linkPath(exchange, stored, item.name);
    return [path, linkObject(item, base + path)];
  });
  return jsonAnswer(exchange, { responses: Object.fromEntries(members) });
}

/** `{ "toApp", "toId", "rel"?, "remark"? }`: links the entry with another one of the calendar. */
export async function postLinks(exchange: Exchange): Promise<Answer> {
  isLenientBody(exchange.headers);
  const resource = await openResource(exchange);
  requireRole(resource.open.role, 'writer');
  const members = new Members(readJsonObject(exchange.body, exchange.core.limits), '');
  const relation = await readRelation(exchange, resource.open, members);
  const others = (data: EventData): Relation[] => (data.relatedTo ?? []).filter(({ uid }) => uid !== relation.uid);
  return linked(exchange, resource, `calendar:${relation.uid}`, (data) => ({
    ...data,
    relatedTo: [...others(data), relation],
  }));
}

const entryApps = new Set(['calendar', 'infolog', 'tasks']);

async function readRelation(exchange: Exchange, open: OpenCalendar, members: Members): Promise<Relation> {
  if (!entryApps.has(members.string('toApp') ?? '')) throw wrong('toApp', 'must be calendar, infolog or tasks.');
  const id = members.string('toId') ?? '';
  const other = id === '' ? null : await findResource(exchange, open, id).catch(nullIfMissing);
  if (!other || other.sees === 'busy') throw wrong('toId', 'names no entry of this calendar.');
  const rel = members.string('rel');
  const remark = members.string('remark');
  return {
    uid: other.head.uid,
    relations: rel === undefined ? [] : [rel.toLowerCase()],
    ...(remark === undefined ? {} : { extras: { js: { [`${vendor}remark`]: remark } } }),
  };
}

/** Writes the master's new links; 201 with the address of the new one. */
export async function linked(
  exchange: Exchange,
  { open, stored }: Resource,
  name: string,
  change: (data: EventData) => EventData,
): Promise<Answer> {
  const result = await writeLinks(exchange, { open, stored }, change);
  const location = exchange.address.base + linkPath(exchange, stored, name);
  return { status: 201, headers: { location, etag: entityTag(result.head), 'content-length': '0' } };
}

export async function writeLinks(
  exchange: Exchange,
  { open, stored }: Resource,
  change: (data: EventData) => EventData,
): Promise<StoredSeries> {
  const result = await write(exchange, open, { key: stored.head.key }, (current): SeriesDraft => {
    if (!current) throw notFound();
    return { ...current, master: change(current.master) };
  });
  return result.stored;
}

function linkPath(exchange: Exchange, { head }: StoredSeries, name: string): string {
  return `${memberPaths(exchange)(head.id)}/links/${encodeURIComponent(name)}`;
}
