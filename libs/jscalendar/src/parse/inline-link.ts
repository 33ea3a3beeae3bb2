import { type Limits, type Link, tooLarge } from '@dayferry/core';

/** What iCalendar can carry as one ATTACH line, in base64 and with its parameters. */
const mostBytes = ({ icalLineBytes }: Limits): number => Math.floor((icalLineBytes - 2_048) * 0.75);

/** A file as an attachment inside the object (RFC 8984 §1.4.11: a `data:` URI). TooLarge for more than a line holds. */
export function inlineLink(file: { name: string; type: string; body: Uint8Array }, limits: Limits): Link {
  const { name, type, body } = file;
  if (body.byteLength > mostBytes(limits))
    throw tooLarge(`An attachment inside an object has at most ${mostBytes(limits)} octets.`, {
      code: 'max-resource-size',
    });
  const contentType = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/.test(type) ? type : 'application/octet-stream';
  const data = Buffer.from(body).toString('base64');
  return {
    href: `data:${contentType};base64,${data}`,
    rel: 'enclosure',
    title: name,
    contentType,
    size: body.byteLength,
  };
}

/** The content of such a link; null for one that points elsewhere. */
export function inlineContent({ href }: Link): Buffer | null {
  const match = /^data:[^,]*;base64,(.*)$/s.exec(href);
  return match ? Buffer.from(match[1]!, 'base64') : null;
}
