import type { JCalProperty, Link, VirtualLocation } from '@dayferry/core';
import { inlinePattern } from '../parse/links.js';
import { own } from '../parse/own.js';
import { compact, residueParameter } from './people.js';

const names: Record<string, string> = { enclosure: 'attach', icon: 'image' };

/** ATTACH, IMAGE, URL or LINK, by what the link is. */
export function linkProperty(link: Link): JCalProperty {
  const { href, rel, isEventUrl, title, contentType, size, display, managedId, extras, ...residue } = link;
  const name = isEventUrl ? 'url' : propertyFor(rel);
  const data = inlineData(name, link);
  const parameters = compact({
    fmttype: contentType,
    [name === 'attach' ? 'filename' : 'label']: title,
    size: size?.toString(),
    display: purposes(display),
    'managed-id': managedId,
    linkrel: name === 'link' ? (rel ?? '') : undefined,
    encoding: data === null ? undefined : 'BASE64',
  });
  const all = { ...parameters, ...extras?.ical, ...residueParameter(residue, extras) };
  return [name, all, data === null ? 'uri' : 'binary', data ?? href];
}

/** Several values, unquoted (RFC 7986 §6.1). */
function purposes(display: string | undefined): string | string[] | undefined {
  const all = display?.toUpperCase().split(',');
  return all && all.length > 1 ? all : all?.[0];
}

/** A link that says no relation is attached: LINK cannot be without one (RFC 9253 §8.2). */
function propertyFor(rel: string | undefined): string {
  return rel === undefined ? 'attach' : (own(names, rel) ?? 'link');
}

/** Data that can be written inline without losing its media type (RFC 5545 §3.3.1). */
function inlineData(name: string, { href, contentType, extras }: Link): string | null {
  const match = name === 'attach' || name === 'image' ? inlinePattern.exec(href) : null;
  const isInline = match?.[1] === (contentType ?? '') && /^[A-Za-z0-9+/=]*$/.test(match[2]!);
  return isInline && extras?.ical?.value === undefined ? match[2]! : null;
}

export function conferenceProperty(place: VirtualLocation): JCalProperty {
  const { uri, name, features, extras, ...residue } = place;
  const parameters = compact({ feature: features?.map((item) => item.toUpperCase()), label: name });
  return ['conference', { ...parameters, ...extras?.ical, ...residueParameter(residue, extras) }, 'uri', uri];
}
