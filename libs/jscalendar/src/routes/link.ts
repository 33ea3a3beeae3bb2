import { randomUUID } from 'node:crypto';
import { type EventData, type Link, notFound } from '@dayferry/core';
import { inlineContent, inlineLink } from '../parse/inline-link.js';
import { type ListedLink, linkList, linkObject } from '../render/link-list.js';
import type { Answer, Exchange } from './exchange.js';
import { jsonAnswer } from './json-answer.js';
import { linked, writeLinks } from './links.js';
import { openResource } from './resource.js';

/** The content of an attachment inside the object; of another link what it says. */
export async function getLink(exchange: Exchange): Promise<Answer> {
  const { stored } = await openResource(exchange);
  const item = itemOf(exchange, stored.series.master);
  const content = item.link ? inlineContent(item.link) : null;
  if (!item.link || !content) return jsonAnswer(exchange, linkObject(item, ''));
  return { status: 200, headers: downloadHeaders(item.link), body: content };
}

/** What people attach is for saving, never for the browser to run at our address. */
function downloadHeaders({ contentType, title }: Link): Answer['headers'] {
  const name = encodeURIComponent(title ?? 'attachment').replaceAll(/['()*]/g, percent);
  return {
    'content-type': contentType ?? 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
  };
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A file under this name: it becomes an attachment inside the object. */
export async function postLink(exchange: Exchange): Promise<Answer> {
  const resource = await openResource(exchange);
  const type = (exchange.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const file = { name: exchange.address.rest[1]!, type, body: exchange.body };
  const link = { key: randomUUID(), ...inlineLink(file, exchange.core.limits) };
  return linked(exchange, resource, link.key, (data) => ({ ...data, links: [...(data.links ?? []), link] }));
}

export async function deleteLink(exchange: Exchange): Promise<Answer> {
  const resource = await openResource(exchange);
  await writeLinks(exchange, resource, (data) => without(data, itemOf(exchange, data)));
  return { status: 204, headers: {} };
}

function without(data: EventData, { link, relation }: ListedLink): EventData {
  const { links = [], relatedTo = [], ...rest } = data;
  const left = { links: links.filter((one) => one !== link), relatedTo: relatedTo.filter((one) => one !== relation) };
  return {
    ...rest,
    ...(left.links.length > 0 ? { links: left.links } : {}),
    ...(left.relatedTo.length > 0 ? { relatedTo: left.relatedTo } : {}),
  };
}

function itemOf({ address }: Exchange, data: EventData): ListedLink {
  const item = linkList(data).find(({ name }) => name === address.rest[1]);
  if (!item) throw notFound();
  return item;
}
