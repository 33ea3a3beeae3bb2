import { httpDate, notFound } from '@dayferry/core';
import { objectType } from '../render/calendar-object.js';
import { scheduleHeader } from '../render/schedule-tag.js';
import { exportCalendar } from './calendar-export.js';
import { messageType, messageVersion } from '../render/message.js';
import { noticeTag, noticeXml } from '../render/notice.js';
import { xmlType, type Answer, type Exchange } from './exchange.js';
import { entityTag, isListed, isNotModified } from './preconditions.js';
import { resolve, type NoticeResource, type ObjectResource } from './resource.js';
import type { MessageResource } from './scheduling-resources.js';

/** A calendar as one file, an object as the stored text, byte for byte; HEAD is the same without a body. */
export async function get(exchange: Exchange): Promise<Answer> {
  const resource = await resolve(exchange);
  if (resource.kind === 'object') return getObject(exchange, resource);
  if (resource.kind === 'notice') return getNotice(exchange, resource);
  if (resource.kind === 'message') return getMessage(exchange, resource);
  if (resource.kind !== 'calendar') throw notFound();
  return exportCalendar(exchange, resource.open);
}

function getNotice({ headers }: Exchange, resource: NoticeResource): Answer {
  const tag = noticeTag(resource.notice);
  const known = { etag: `"${tag}"` };
  if (headers['if-none-match'] !== undefined && isListed(headers['if-none-match'], tag))
    return { status: 304, headers: known };
  return { status: 200, headers: { ...known, 'content-type': xmlType }, body: noticeXml(resource) };
}

function getMessage({ headers }: Exchange, { message }: MessageResource): Answer {
  const version = messageVersion(message);
  const known = { etag: entityTag(version), 'last-modified': httpDate(message.created) };
  if (isNotModified(headers, version)) return { status: 304, headers: known };
  return { status: 200, headers: { ...known, 'content-type': messageType(message) }, body: message.ical };
}

function getObject(exchange: Exchange, { head, stored }: ObjectResource): Answer {
  if (!stored) throw notFound();
  const headers = {
    etag: entityTag(head),
    'last-modified': httpDate(head.updated),
    ...scheduleHeader(stored),
  };
  if (isNotModified(exchange.headers, head)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': objectType(head) }, body: stored.ical };
}
