import type { EventData, Json, Link } from '@dayferry/core';
import type { JsonObject } from '../parse/json.js';
import { present } from './body.js';

/** v3 knows attachments and sources by web address only; inline data and other schemes stay hidden. */
export function isWebAddress(uri: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(uri);
}

export function isAttachment(link: Link): boolean {
  return link.rel === 'enclosure' && isWebAddress(link.href);
}

export function renderAttachments(data: EventData): Json[] | undefined {
  const attachments = (data.links ?? []).filter(isAttachment);
  return attachments.length > 0 ? attachments.map(renderAttachment) : undefined;
}

function renderAttachment(link: Link): JsonObject {
  return {
    ...present({
      fileUrl: link.href,
      title: link.title,
      mimeType: link.contentType,
      iconLink: link.iconLink,
      fileId: link.fileId,
    }),
    ...link.extras?.v3,
  };
}

/** The page that an event came from: URL of iCalendar (mapping §9). */
export function renderSource(data: EventData): JsonObject | undefined {
  const link = data.links?.find((candidate) => candidate.isEventUrl && isWebAddress(candidate.href));
  return link && present({ url: link.href, title: link.title });
}
