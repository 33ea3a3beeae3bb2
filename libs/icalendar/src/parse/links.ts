import type { JCalProperty, Link, VirtualLocation } from '@dayferry/core';
import type { Parameters } from '../text/content-line.js';
import { linkShape, virtualLocationShape } from './carried-shapes.table.js';
import { own } from './own.js';
import { readResidue, residueParameter, type ParseOptions } from './options.js';
import { textOf } from '../text/text-of.js';

const text = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** `data:` with base64, as inline data is kept. */
export const inlinePattern = /^data:([^,]*?);base64,(.*)$/s;

/** What each property says the link is; LINK says it itself. */
const relations: Record<string, string> = { url: 'alternate', attach: 'enclosure', image: 'icon' };

/** ATTACH (RFC 5545 §3.8.1.1, RFC 8607), IMAGE (RFC 7986 §5.10), URL and LINK (RFC 9253 §6.2) as links. */
export function toLink([name, parameters, type, value]: JCalProperty, options: ParseOptions): Link {
  const rest: Parameters = { ...parameters };
  const take = (parameter: string): string | undefined => {
    const found = text(rest[parameter]);
    delete rest[parameter];
    return found;
  };
  const contentType = take('fmttype');
  const href = type === 'binary' ? `data:${contentType ?? ''};base64,${textOf(value)}` : textOf(value);
  const isEventUrl = name === 'url' ? { isEventUrl: true } : {};
  const link: Link = { href, ...isEventUrl, rel: own(relations, name) ?? take('linkrel') ?? '' };
  assign(link, 'contentType', contentType);
  assign(link, 'title', take(name === 'attach' ? 'filename' : 'label'));
  assign(link, 'display', take('display')?.toLowerCase());
  assign(link, 'managedId', take('managed-id'));
  if (/^\d{1,15}$/.test(text(rest.size) ?? '')) link.size = Number(take('size'));
  if (type === 'binary') delete rest.encoding;
  // Data that came as a URI goes back as one.
  else if (inlinePattern.test(link.href)) rest.value = 'URI';
  takeResidue(link, rest, options);
  return link;
}

function assign<Name extends keyof Link>(link: Link, name: Name, value: Link[Name] | undefined): void {
  if (value !== undefined) link[name] = value;
}

function takeResidue(target: Link | VirtualLocation, rest: Parameters, options: ParseOptions): void {
  const residue = rest[residueParameter];
  const shape = 'href' in target ? linkShape : virtualLocationShape;
  if (residue !== undefined && readResidue(target, residue, { shape, options })) delete rest[residueParameter];
  if (Object.keys(rest).length > 0) target.extras = { ...target.extras, ical: rest };
}

/** CONFERENCE (RFC 7986 §5.11). */
export function toVirtualLocation([, parameters, , value]: JCalProperty, options: ParseOptions): VirtualLocation {
  const { feature, label, ...rest } = parameters;
  const place: VirtualLocation = { uri: textOf(value) };
  if (label !== undefined) place.name = text(label)!;
  if (feature !== undefined)
    place.features = [feature]
      .flat()
      .flatMap((item) => item.split(','))
      .map((item) => item.toLowerCase());
  takeResidue(place, rest, options);
  return place;
}
