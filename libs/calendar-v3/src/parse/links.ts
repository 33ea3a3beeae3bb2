import type { EventData, Link } from '@dayferry/core';
import { invalidMember } from '../errors/fail.js';
import { isWebAddress } from '../render/links.js';
import type { JsonObject } from './json.js';
import { objectAt, objectsAt, textAt, unknownMembers } from './member.js';

const known = new Set(['fileUrl', 'title', 'mimeType', 'iconLink', 'fileId']);
const maxAttachments = 25;

export function parseLinks(event: JsonObject): Pick<EventData, 'links'> {
  const links = [...parseSource(event), ...parseAttachments(event)];
  return links.length > 0 ? { links } : {};
}

function parseAttachments(event: JsonObject): Link[] {
  return objectsAt(event, 'attachments').map(({ item, path }) => {
    const href = webAddressAt(item, 'fileUrl', path);
    const [title, contentType, iconLink] = ['title', 'mimeType', 'iconLink'].map((name) =>
      textAt(item, name, `${path}/${name}`),
    );
    const fileId = textAt(item, 'fileId', `${path}/fileId`);
    const extras = unknownMembers(item, known);
    return {
      href,
      rel: 'enclosure',
      ...(title === undefined ? {} : { title }),
      ...(contentType === undefined ? {} : { contentType }),
      ...(iconLink === undefined ? {} : { iconLink }),
      ...(fileId === undefined ? {} : { fileId }),
      ...(extras ? { extras: { v3: extras } } : {}),
    };
  });
}

/** What a client may send with supportsAttachments=true. */
export function checkAttachments(event: JsonObject): void {
  if (objectsAt(event, 'attachments').length > maxAttachments) {
    throw invalidMember('/attachments', 'At most 25 attachments are allowed.');
  }
}

function parseSource(event: JsonObject): Link[] {
  const source = objectAt(event, 'source');
  if (!source) return [];
  const title = textAt(source, 'title', '/source/title');
  return [
    {
      href: webAddressAt(source, 'url', '/source'),
      rel: 'alternate',
      isEventUrl: true,
      ...(title === undefined ? {} : { title }),
    },
  ];
}

function webAddressAt(object: JsonObject, name: string, path: string): string {
  const uri = textAt(object, name, `${path}/${name}`);
  if (uri === undefined || !isWebAddress(uri)) throw invalidMember(`${path}/${name}`);
  return uri;
}
